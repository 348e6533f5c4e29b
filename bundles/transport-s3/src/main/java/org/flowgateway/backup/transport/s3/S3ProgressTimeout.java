package org.flowgateway.backup.transport.s3;

import java.time.Duration;

/** Timeout of a session that waits for a store without progress. One thread waits, any may check. */
final class S3ProgressTimeout {

    private static final long NOT_WAITING = 0;

    private volatile long since = NOT_WAITING;
    private volatile long limit;

    S3ProgressTimeout(Duration limit) {
        limit(limit);
    }

    /** Sets the limit of each wait from now on. */
    void limit(Duration longest) {
        limit = longest.toNanos();
    }

    /** Starts waiting, or restarts after progress. */
    void begin() {
        // Zero means not waiting, so a clock value of zero is moved by a nanosecond.
        since = System.nanoTime() | 1;
    }

    /** Stops waiting. */
    void end() {
        since = NOT_WAITING;
    }

    boolean isExpired() {
        long begun = since;
        return begun != NOT_WAITING && System.nanoTime() - begun > limit;
    }
}
