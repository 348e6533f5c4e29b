package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.flowgateway.backup.core.job.JobRun;

/**
 * Time in which a restored state is active and is rolled back unless somebody confirms it. It ends by the gateway's clock, or after its
 * whole length has really passed: a clock that is set back does not extend it. Thread-safe.
 */
final class ConfirmationWindow implements JobRun.PendingConfirmation {

    /** Ways in which the window ends. */
    enum End {
        /** Confirmed: the restored state is final. */
        CONFIRMED,
        /** Expired: nobody confirmed it in time. */
        EXPIRED,
        /** Refused: somebody wants the rollback now. */
        REFUSED,
        /** Suspended: the gateway stops, and the window continues at the next start. */
        SUSPENDED
    }

    /** Interval between two looks at the clock, which may be set meanwhile. */
    private static final long POLL_NANOS = Duration.ofMillis(500).toNanos();

    private final RestoreTransaction transaction;
    private final Supplier<Instant> clock;
    private final Instant deadline;
    private final long startNanos = System.nanoTime();
    private final long maxNanos;
    private End end;

    /**
     * @param transaction the restore to confirm; no other thread uses it until {@link #await} has returned
     * @param clock the gateway's clock
     * @param deadline end of the window, by that clock
     * @param remaining maximum time until the end
     */
    ConfirmationWindow(RestoreTransaction transaction, Supplier<Instant> clock, Instant deadline, Duration remaining) {
        this.transaction = transaction;
        this.clock = clock;
        this.deadline = deadline;
        this.maxNanos = remaining.toNanos();
    }

    Instant deadline() {
        return deadline;
    }

    /** Waits for the end. */
    synchronized End await() {
        try {
            while (end == null && !isOver()) {
                long nanos = Math.max(1, Math.min(POLL_NANOS, maxNanos - (System.nanoTime() - startNanos)));
                wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(End.SUSPENDED);
        }
        end(End.EXPIRED);
        return end;
    }

    @Override
    public synchronized boolean confirm() throws IOException {
        if (end != null || isOver()) {
            return end == End.CONFIRMED;
        }
        transaction.commit();
        end(End.CONFIRMED);
        return true;
    }

    @Override
    public synchronized boolean refuse() {
        end(End.REFUSED);
        return end == End.REFUSED;
    }

    @Override
    public synchronized void suspend() {
        end(End.SUSPENDED);
    }

    /** Ends the window; only the first end counts. */
    private void end(End outcome) {
        if (end == null) {
            end = outcome;
            notifyAll();
        }
    }

    private boolean isOver() {
        return System.nanoTime() - startNanos >= maxNanos || !clock.get().isBefore(deadline);
    }
}
