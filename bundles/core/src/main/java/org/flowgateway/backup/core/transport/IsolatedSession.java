package org.flowgateway.backup.core.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.PutOptions;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Isolated session of a third-party transport, opened at the first call. It throws nothing but {@link TransportException}, and its calls
 * end in bounded time after {@link #close}. Only an open stream is used on the caller's own thread, since a thread per read is too slow:
 * a read ends when the transport ends it.
 */
final class IsolatedSession implements TransportSession {

    private static final Logger LOG = LoggerFactory.getLogger(IsolatedSession.class);

    private final RetryingSession.SessionOpener opener;
    private final TransportCalls calls;
    private TransportSession session;
    private boolean closed;
    private Runnable abandon = () -> {};

    /** @param opener opens the transport's session */
    IsolatedSession(RetryingSession.SessionOpener opener, TransportCalls calls) {
        this.opener = opener;
        this.calls = calls;
    }

    @Override
    public Probe probe() throws TransportException {
        return call(TransportSession::probe);
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        call(opened -> {
            opened.put(name, source);
            return null;
        });
    }

    @Override
    public void put(ObjectName name, ObjectSource source, PutOptions options) throws TransportException {
        call(opened -> {
            opened.put(name, source, options);
            return null;
        });
    }

    @Override
    public boolean link(ObjectName from, ObjectName to) throws TransportException {
        return call(opened -> opened.link(from, to));
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return new IsolatedStream(call(opened -> opened.read(name)));
    }

    @Override
    public InputStream read(ObjectName name, long offset) throws TransportException {
        return new IsolatedStream(call(opened -> opened.read(name, offset)));
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        return call(opened -> opened.stat(name));
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        return call(opened -> opened.list(directory));
    }

    @Override
    public void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws TransportException {
        call(opened -> {
            opened.list(directory, consumer);
            return null;
        });
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        call(opened -> {
            opened.delete(name);
            return null;
        });
    }

    /** Returns no notices once the session is closed: an abandoned call may still be in it. */
    @Override
    public List<String> notices() {
        TransportSession opened;
        synchronized (this) {
            opened = closed ? null : session;
        }
        if (opened == null) {
            return List.of();
        }
        try {
            return calls.call(opened::notices, this::onStart);
        } catch (TransportException e) {
            LOG.warn("The notices of a transport could not be read", e);
            return List.of();
        }
    }

    private <T> T call(RetryingSession.SessionCall<T> call) throws TransportException {
        return calls.call(() -> call.on(openedSession()), this::onStart);
    }

    private void onStart(Runnable newAbandon) {
        boolean alreadyClosed;
        synchronized (this) {
            abandon = newAbandon;
            alreadyClosed = closed;
        }
        if (alreadyClosed) {
            newAbandon.run();
        }
    }

    private TransportSession openedSession() throws TransportException {
        synchronized (this) {
            if (session != null) {
                return session;
            }
        }
        TransportSession opened = opener.open();
        synchronized (this) {
            if (!closed) {
                session = opened;
                return opened;
            }
        }
        opened.close();
        throw TransportFailureMessage.SESSION_CLOSED.exception();
    }

    @Override
    public void close() {
        TransportSession opened;
        Runnable waiting;
        synchronized (this) {
            closed = true;
            opened = session;
            waiting = abandon;
        }
        waiting.run();
        if (opened != null) {
            calls.end(() -> {
                opened.close();
                return null;
            });
        }
    }

    /** Stream of an object's bytes. */
    private final class IsolatedStream extends FilterInputStream {

        IsolatedStream(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            return isolate(super::read);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return isolate(() -> super.read(buffer, offset, length));
        }

        @Override
        public long skip(long count) throws IOException {
            return isolate(() -> super.skip(count));
        }

        @Override
        public void close() throws IOException {
            isolate(() -> {
                super.close();
                return null;
            });
        }

        private <T> T isolate(StreamStep<T> step) throws IOException {
            try {
                return step.execute();
            } catch (RuntimeException | LinkageError e) {
                throw calls.unexpected(e);
            }
        }
    }

    /** Operation on a stream. */
    @FunctionalInterface
    private interface StreamStep<T> {
        T execute() throws IOException;
    }
}
