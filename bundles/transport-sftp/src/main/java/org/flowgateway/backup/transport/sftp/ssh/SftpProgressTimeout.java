package org.flowgateway.backup.transport.sftp.ssh;

import java.time.Duration;

/** Timeout of a connection that waits without progress. Thread-safe. */
public final class SftpProgressTimeout {

    private volatile long limitNanos;
    private volatile long last;
    private volatile boolean waiting;

    /** Starts waiting. */
    public void begin() {
        last = System.nanoTime();
        waiting = true;
    }

    /** Stops waiting. */
    public void end() {
        waiting = false;
    }

    /** Records progress. */
    public void progress() {
        last = System.nanoTime();
    }

    void limit(Duration limit) {
        limitNanos = limit.toNanos();
    }

    /** Returns true if the wait has exceeded the limit. */
    boolean isExpired() {
        return waiting && System.nanoTime() - last > limitNanos;
    }
}
