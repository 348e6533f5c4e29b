package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.flowgateway.backup.core.job.JobRun;

/**
 * The time in which a restored state is in use but goes back by itself, unless somebody confirms it. It is over when the gateway's clock
 * says so, or when so much time has really passed: a clock that is set back does not make it longer. Thread-safe.
 */
final class ConfirmationWindow implements JobRun.PendingConfirmation {

    /** How a probation ends. */
    enum End {
        /** The restored state is final. */
        CONFIRMED,
        /** Nobody confirmed it in time. */
        EXPIRED,
        /** Somebody wants the old state back now. */
        REFUSED,
        /** The gateway stops: it goes on at the next start. */
        SUSPENDED
    }

    /** The clock may be set meanwhile: it is looked at so often. */
    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();

    private final RestoreTransaction transaction;
    private final Supplier<Instant> clock;
    private final Instant deadline;
    private final long begun = System.nanoTime();
    private final long mostNanos;
    private End end;

    /**
     * @param transaction whose restored state is on probation; nobody else touches it until {@link #await} has returned
     * @param clock the gateway's
     * @param deadline when it ends, by that clock
     * @param left the longest it may last from now on
     */
    ConfirmationWindow(RestoreTransaction transaction, Supplier<Instant> clock, Instant deadline, Duration left) {
        this.transaction = transaction;
        this.clock = clock;
        this.deadline = deadline;
        this.mostNanos = left.toNanos();
    }

    Instant deadline() {
        return deadline;
    }

    /** Waits until it ends. */
    synchronized End await() {
        try {
            while (end == null && !isOver()) {
                long nanos = Math.max(1, Math.min(LOOK_NANOS, mostNanos - (System.nanoTime() - begun)));
                wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            settle(End.SUSPENDED);
        }
        settle(End.EXPIRED);
        return end;
    }

    @Override
    public synchronized boolean confirm() throws IOException {
        if (end != null || isOver()) {
            return end == End.CONFIRMED;
        }
        transaction.commit();
        settle(End.CONFIRMED);
        return true;
    }

    @Override
    public synchronized boolean refuse() {
        settle(End.REFUSED);
        return end == End.REFUSED;
    }

    @Override
    public synchronized void suspend() {
        settle(End.SUSPENDED);
    }

    /** The first word stands. */
    private void settle(End how) {
        if (end == null) {
            end = how;
            notifyAll();
        }
    }

    private boolean isOver() {
        return System.nanoTime() - begun >= mostNanos || !clock.get().isBefore(deadline);
    }
}
