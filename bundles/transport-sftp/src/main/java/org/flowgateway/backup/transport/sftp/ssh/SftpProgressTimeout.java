package org.flowgateway.backup.transport.sftp.ssh;

import java.time.Duration;

/** How long the far side has been waited for without anything coming from it. Thread-safe. */
public final class SftpProgressTimeout {

    private volatile long limitNanos;
    private volatile long last;
    private volatile boolean waiting;

    /** Something is waited for from now on. */
    public void begin() {
        last = System.nanoTime();
        waiting = true;
    }

    /** Nothing is waited for any more. */
    public void end() {
        waiting = false;
    }

    /** Something came. */
    public void progress() {
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
