package org.flowgateway.backup.transport.support;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Timeout of a connection that waits for its server without progress. One thread waits, any thread may check. */
public final class ProgressTimeout {

    private final LongSupplier nanoTime;
    private volatile long limitNanos;
    private volatile long lastProgress;
    private volatile boolean waiting;

    /**
     * Creates a timeout; nothing waits yet.
     *
     * @param limit maximum time without progress
     */
    public ProgressTimeout(Duration limit) {
        this(limit, System::nanoTime);
    }

    /** @param nanoTime clock in nanoseconds since any moment */
    ProgressTimeout(Duration limit, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        setLimit(limit);
    }

    /**
     * Changes the maximum time without progress, also of a wait that has begun.
     *
     * @param limit the new maximum
     */
    public void setLimit(Duration limit) {
        limitNanos = limit.toNanos();
    }

    /** Begins a wait. */
    public void begin() {
        progress();
        waiting = true;
    }

    /** Records progress of the wait. */
    public void progress() {
        lastProgress = nanoTime.getAsLong();
    }

    /** Ends the wait. */
    public void end() {
        waiting = false;
    }

    /** Returns whether a wait has been without progress for longer than the limit. */
    public boolean isExpired() {
        return waiting && nanoTime.getAsLong() - lastProgress > limitNanos;
    }
}
