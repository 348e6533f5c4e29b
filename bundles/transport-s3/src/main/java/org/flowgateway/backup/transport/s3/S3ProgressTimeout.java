package org.flowgateway.backup.transport.s3;

import java.time.Duration;

/** Timeout of a session that waits for a store without progress. One thread waits, any may check. */
final class S3ProgressTimeout {

    private static final long NOBODY_WAITS = 0;

    private volatile long since = NOBODY_WAITS;
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
        // Zero means that nobody waits, so a clock value of zero is moved by a nanosecond.
        since = System.nanoTime() | 1;
    }

    /** Stops waiting. */
    void end() {
        since = NOBODY_WAITS;
    }

    boolean isExpired() {
        long begun = since;
        return begun != NOBODY_WAITS && System.nanoTime() - begun > limit;
    }
}
