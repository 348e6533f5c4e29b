package org.flowgateway.backup.transport.s3;

import java.time.Duration;

/** How long a store has been waited for, without any progress. One thread waits, any may ask. */
final class S3ProgressTimeout {

    private static final long NOBODY_WAITS = 0;

    private volatile long since = NOBODY_WAITS;
    private volatile long limit;

    S3ProgressTimeout(Duration limit) {
        limit(limit);
    }

    /** How long may be waited from now on. */
    void limit(Duration longest) {
        limit = longest.toNanos();
    }

    /** The store is waited for; also that there was progress, and it is waited for again. */
    void begin() {
        // Zero stands for nobody, so a clock that happens to say so is moved by a nanosecond.
        since = System.nanoTime() | 1;
    }

    /** The store is not waited for. */
    void end() {
        since = NOBODY_WAITS;
    }

    boolean isExpired() {
        long begun = since;
        return begun != NOBODY_WAITS && System.nanoTime() - begun > limit;
    }
}
