package org.flowgateway.backup.transport.local;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.flowgateway.backup.spi.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session, or the whole transport, has open, so that closing it from whatever thread ends what is under way. Nothing can be opened
 * afterwards. Thread-safe.
 */
final class OpenResources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenResources.class);

    private final Set<Closeable> open = new HashSet<>();
    private boolean closed;

    /**
     * Takes something in, and gives it back.
     *
     * @throws TransportException if all was closed; this is closed then too
     */
    synchronized <T extends Closeable> T add(T resource) throws IOException {
        if (closed) {
            resource.close();
            throw LocalFailure.closed(null);
        }
        open.add(resource);
        return resource;
    }

    /** Forgets what its user has closed or is about to. */
    synchronized void remove(Closeable resource) {
        open.remove(resource);
    }

    /** @throws TransportException if all was closed */
    synchronized void check() throws TransportException {
        if (closed) {
            throw LocalFailure.closed(null);
        }
    }

    /** @throws TransportException if all was closed, or the calling thread was interrupted, which it stays */
    void checkUninterrupted() throws TransportException {
        check();
        if (Thread.currentThread().isInterrupted()) {
            throw LocalFailure.closed(null);
        }
    }

    @Override
    public void close() {
        for (Closeable resource : drain()) {
            try {
                resource.close();
            } catch (IOException e) {
                // Whoever was using it gets the failure; the one who closes can do nothing about it.
                LOG.debug("Something of the local storage did not close cleanly", e);
            }
        }
    }

    private synchronized List<Closeable> drain() {
        closed = true;
        List<Closeable> drain = List.copyOf(open);
        open.clear();
        return drain;
    }
}
