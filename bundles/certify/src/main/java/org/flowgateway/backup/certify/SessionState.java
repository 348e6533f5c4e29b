package org.flowgateway.backup.certify;

import java.time.Duration;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** State of a candidate's session, from before it is opened. Thread-safe. */
final class SessionState {

    private static final Logger LOG = LoggerFactory.getLogger(SessionState.class);

    private TransportSession session;
    private boolean ended;
    private boolean closed;
    private long closedNanos;

    /** Records the opened session, and closes it if that was asked for meanwhile. */
    void opened(TransportSession opened) {
        boolean late;
        synchronized (this) {
            session = opened;
            late = ended;
        }
        if (late) {
            closeInBackground();
        }
    }

    /** Records that the session's owner closes it. */
    synchronized void closing() {
        if (!closed) {
            closed = true;
            closedNanos = System.nanoTime();
        }
    }

    /** Returns whether the session's owner closed it. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** Returns whether the session's owner closed it at least some time ago. */
    synchronized boolean isClosedFor(Duration time) {
        return closed && System.nanoTime() - closedNanos >= time.toNanos();
    }

    /** Closes the session for another reason, without waiting: closing may take as long as the call that it shall end. */
    void closeInBackground() {
        TransportSession opened;
        synchronized (this) {
            ended = true;
            opened = session;
        }
        if (opened != null) {
            Thread thread = new Thread(() -> close(opened), "gateway-backup-certify-close");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void close(TransportSession opened) {
        try {
            opened.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("A transport failed to close its session: {}", e.getClass().getName());
        }
    }
}
