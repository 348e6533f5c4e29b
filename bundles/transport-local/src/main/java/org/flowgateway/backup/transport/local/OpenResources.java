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
 * Open resources of a session, or of the whole transport. Closing them, from any thread, ends calls in progress; nothing can be opened
 * afterwards. Thread-safe.
 */
final class OpenResources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenResources.class);

    private final Set<Closeable> open = new HashSet<>();
    private boolean closed;

    /**
     * Registers a resource, and returns it.
     *
     * @throws TransportException if all were closed; the resource is closed then too
     */
    synchronized <T extends Closeable> T add(T resource) throws IOException {
        if (closed) {
            resource.close();
            throw LocalFailureClassifier.closed(null);
        }
        open.add(resource);
        return resource;
    }

    /** Removes a resource that its user closes. */
    synchronized void remove(Closeable resource) {
        open.remove(resource);
    }

    /** @throws TransportException if all were closed */
    synchronized void check() throws TransportException {
        if (closed) {
            throw LocalFailureClassifier.closed(null);
        }
    }

    /** @throws TransportException if all were closed, or the calling thread was interrupted; it stays interrupted */
    void checkUninterrupted() throws TransportException {
        check();
        if (Thread.currentThread().isInterrupted()) {
            throw LocalFailureClassifier.closed(null);
        }
    }

    @Override
    public void close() {
        for (Closeable resource : drain()) {
            try {
                resource.close();
            } catch (IOException e) {
                // The user of the resource gets the failure.
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
