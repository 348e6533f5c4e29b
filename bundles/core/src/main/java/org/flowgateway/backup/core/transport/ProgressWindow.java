package org.flowgateway.backup.core.transport;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Time spent waiting for a target since it last moved 64 KiB. Time between two reads of a stream, while the caller is busy, does not
 * count. Thread-safe.
 */
final class ProgressWindow {

    /** Bytes that a target has to move, or end its call, within each window. A target that sends single bytes would hold a job for days. */
    static final long MIN_BYTES = 64 * 1024;

    private final Duration limit;
    private final LongSupplier nanoTime;
    private long bytes;
    private long waitedNanos;
    private long waitingSince;
    private boolean waiting;
    private int failures;

    ProgressWindow(Duration limit) {
        this(limit, System::nanoTime);
    }

    /** @param nanoTime elapsed time, in nanoseconds since any moment */
    ProgressWindow(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** Begins to count the time. */
    synchronized void begin() {
        waitingSince = nanoTime.getAsLong();
        waiting = true;
    }

    /** Stops counting the time. */
    synchronized void end() {
        if (waiting) {
            waitedNanos += nanoTime.getAsLong() - waitingSince;
            waiting = false;
        }
    }

    /** Records that bytes were moved. */
    synchronized void progress(long count) {
        bytes += count;
        if (bytes >= MIN_BYTES) {
            restart();
        }
    }

    /** Counts another failure of what is waited for, from 1, and begins a new window for the next try. */
    synchronized int recordFailure() {
        restart();
        return ++failures;
    }

    /** Resets the number of failures, since the call made progress. */
    synchronized void resetFailures() {
        failures = 0;
    }

    synchronized boolean isExhausted() {
        return waiting && waitedNanos + nanoTime.getAsLong() - waitingSince > limit.toNanos();
    }

    Duration limit() {
        return limit;
    }

    private void restart() {
        bytes = 0;
        waitedNanos = 0;
        waitingSince = nanoTime.getAsLong();
    }
}
