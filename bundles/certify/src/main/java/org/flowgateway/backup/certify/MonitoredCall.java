package org.flowgateway.backup.certify;

import org.flowgateway.backup.transport.support.ProgressTimeout;

/** Running call of a candidate. The thread of the call reports progress, any thread may check it. */
final class MonitoredCall {

    private final SessionState session;
    private final String name;
    private final Thread thread = Thread.currentThread();
    private final ProgressTimeout progress;
    private final ProgressTimeout grace;
    private volatile boolean abandoned;

    /**
     * Begins a call on this thread.
     *
     * @param name name of the method, for messages
     */
    MonitoredCall(SessionState session, String name, CallLimits limits) {
        this.session = session;
        this.name = name;
        this.progress = new ProgressTimeout(limits.progress());
        this.grace = new ProgressTimeout(limits.grace());
        progress.begin();
    }

    SessionState session() {
        return session;
    }

    String name() {
        return name;
    }

    /** Records progress. */
    void progress() {
        progress.progress();
    }

    /** Returns whether the call has made no progress for too long, and was not abandoned yet. */
    boolean isStalled() {
        return !abandoned && progress.isExpired();
    }

    /** Records that the session is closed because of this call. */
    void abandon() {
        abandoned = true;
        grace.begin();
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** Returns whether an abandoned call has not returned although its session was closed. */
    boolean isStuck() {
        return grace.isExpired();
    }

    boolean isOn(Thread other) {
        return thread == other;
    }
}
