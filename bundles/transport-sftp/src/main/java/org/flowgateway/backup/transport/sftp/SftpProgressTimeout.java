package org.flowgateway.backup.transport.sftp;

import java.time.Duration;

/** How long the far side has been waited for without anything coming from it. Thread-safe. */
final class SftpProgressTimeout {

    private volatile long limitNanos;
    private volatile long last;
    private volatile boolean waiting;

    /** Something is waited for from now on. */
    void begin() {
        last = System.nanoTime();
        waiting = true;
    }

    /** Nothing is waited for any more. */
    void end() {
        waiting = false;
    }

    /** Something came. */
    void progress() {
        last = System.nanoTime();
    }

    void limit(Duration limit) {
        limitNanos = limit.toNanos();
    }

    /** Whether it has lasted too long. */
    boolean isExpired() {
        return waiting && System.nanoTime() - last > limitNanos;
    }
}
