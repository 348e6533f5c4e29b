package org.flowgateway.backup.core.transport;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
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
 * Session that survives a lost connection. The laws of the SPI make every call repeatable. So after a transient failure it opens a new
 * session and repeats the call, as long as the job's retry budget lasts. Other failures are thrown unchanged.
 */
final class RetryingSession implements TransportSession, SizedReads, StallWatch.StallListener {

    private static final Logger LOG = LoggerFactory.getLogger(RetryingSession.class);

    private final SessionOpener opener;
    private final String target;
    private final RetryBudget budget;
    private final StallWatch watch;
    private final Consumer<String> notices;
    private final CountDownLatch closed = new CountDownLatch(1);
    private TransportSession session;
    private boolean stalled;

    /**
     * @param target what messages call it
     * @param notices receives the notices of the sessions, after every call
     */
    RetryingSession(
            SessionOpener opener, String target, RetryBudget budget, StallWatch watch, Consumer<String> notices) {
        this.opener = opener;
        this.target = target;
        this.budget = budget;
        this.watch = watch;
        this.notices = notices;
    }

    @Override
    public Probe probe() throws TransportException {
        return call(TransportSession::probe);
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        put(name, source, PutOptions.NONE);
    }

    @Override
    public void put(ObjectName name, ObjectSource source, PutOptions options) throws TransportException {
        ProgressWindow window = watch.window(source.length());
        retry(
                withNotices(current -> {
                    current.put(name, new WatchedSource(source, window::progress), options);
                    return null;
                }),
                window);
    }

    @Override
    public boolean link(ObjectName from, ObjectName to) throws TransportException {
        return call(current -> current.link(from, to));
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return read(name, 0);
    }

    @Override
    public InputStream read(ObjectName name, long offset) throws TransportException {
        return new ResumingStream(name, this, watch.window(), offset);
    }

    @Override
    public InputStream readAtMost(ObjectName name, long maxBytes) throws TransportException {
        return new ResumingStream(name, this, watch.window(maxBytes), 0);
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        return call(current -> current.stat(name));
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        ProgressWindow window = watch.window();
        return retry(
                withNotices(current -> {
                    BoundedListing listing = new BoundedListing(
                            directory.map(name -> name + " in " + target).orElse(target), window::progress);
                    current.list(directory, listing);
                    return listing.entries();
                }),
                window);
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        call(current -> {
            current.delete(name);
            return null;
        });
    }

    private <T> T call(SessionCall<T> call) throws TransportException {
        return retry(withNotices(call), watch.window());
    }

    /** Makes a call and retries it while that can help, each attempt in its own progress window. */
    <T> T retry(SessionCall<T> call, ProgressWindow window) throws TransportException {
        while (true) {
            try {
                watch.begin(this, window);
                T result = call.on(currentSession());
                budget.markEstablished();
                return result;
            } catch (TransportException e) {
                watch.end(this, window);
                pauseOrThrow(window.recordFailure(), classify(e, window));
            } finally {
                watch.end(this, window);
            }
        }
    }

    /** Wraps a call so that the session's notices are reported after it. Not used for reads of a stream, which are too many. */
    <T> SessionCall<T> withNotices(SessionCall<T> call) {
        return current -> {
            try {
                return call.on(current);
            } finally {
                current.notices().forEach(notices);
            }
        };
    }

    /** Returns the session, connected if necessary. It connects without the lock, so that closing does not wait. */
    private TransportSession currentSession() throws TransportException {
        synchronized (this) {
            if (session != null) {
                return session;
            }
            stalled = false;
        }
        TransportSession opened = opener.open();
        synchronized (this) {
            if (closed.getCount() > 0) {
                session = opened;
                return opened;
            }
        }
        opened.close();
        throw TransportFailureMessage.SESSION_CLOSED.exception();
    }

    /** Reports a call that the stall watch ended as timed out, since its own failure says closed or lost. */
    private synchronized TransportException classify(TransportException failure, ProgressWindow window) {
        return stalled
                        && closed.getCount() > 0
                        && (failure.kind() == FailureKind.CLOSED
                                || failure.kind().isTransient())
                ? TransportFailureMessage.STALLED.causedBy(
                        failure, target, ProgressWindow.MIN_BYTES >> 10, window.limit())
                : failure;
    }

    private void pauseOrThrow(int failures, TransportException failure) throws TransportException {
        Duration pause =
                failure.kind().isTransient() && closed.getCount() > 0 ? budget.takePause(failures) : Duration.ZERO;
        if (pause.isZero()) {
            throw failure;
        }
        LOG.warn(
                "The target failed as {}: {}. Trying again in {} ms",
                failure.kind(),
                failure.getMessage(),
                pause.toMillis());
        dropSession();
        try {
            if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private void dropSession() {
        TransportSession dropped;
        synchronized (this) {
            dropped = session;
            session = null;
        }
        if (dropped != null) {
            dropped.close();
        }
    }

    @Override
    public void onStall() {
        TransportSession waiting;
        synchronized (this) {
            stalled = true;
            waiting = session;
        }
        if (waiting != null) {
            waiting.close();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        dropSession();
    }

    /** Opens one more session on the same target. */
    @FunctionalInterface
    interface SessionOpener {
        TransportSession open() throws TransportException;
    }

    /** One call of a session. */
    @FunctionalInterface
    interface SessionCall<T> {
        /** @throws TransportException as the session says */
        T on(TransportSession current) throws TransportException;
    }

    /** A source that reports how much of it was read. */
    private record WatchedSource(ObjectSource source, LongConsumer progress) implements ObjectSource {

        @Override
        public long length() {
            return source.length();
        }

        @Override
        public String sha256() {
            return source.sha256();
        }

        @Override
        public boolean isVouchedFor() {
            return source.isVouchedFor();
        }

        @Override
        public InputStream open() throws IOException {
            return new WatchedStream(source.open(), progress);
        }
    }
}
