package org.flowgateway.backup.core.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job's use of a transport: all sessions it opened, closed together when the job is over, when it is asked to stop, or when the
 * transport is taken away. Thread-safe.
 */
public final class TransportLease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransportLease.class);

    /** Twice of what the SPI allows for the end of a session. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final String TAKEN_AWAY = "the transport was taken away while it was in use";

    private final InstalledTransports transports;
    private final InstalledTransport source;
    private final TransportTarget place;
    private final Optional<Secret> password;
    private final Runnable onRemoval = this::takenAway;
    private final Consumer<String> notices;
    private final RetryBudget budget;
    private final StallWatch watch;
    private final TransportCalls calls;
    private final List<TransportSession> sessions = new ArrayList<>();
    private String closedBecause;

    /**
     * @param place the target, as the transport completed it
     * @param password the login's password, which stays the caller's and must outlive the lease; empty for none
     * @param policy what the job puts up with
     * @param notices takes what the transport has to tell of its target
     */
    public TransportLease(
            InstalledTransports transports,
            InstalledTransport source,
            TransportTarget place,
            Optional<Secret> password,
            RetryPolicy policy,
            Consumer<String> notices) {
        this.transports = transports;
        this.source = source;
        this.place = TargetPath.normalized(place);
        this.password = password;
        this.notices = notices;
        this.budget = new RetryBudget(policy);
        this.watch = new StallWatch(policy);
        this.calls = new TransportCalls(source.name(), GRACE);
        transports.onRemoval(source, onRemoval);
    }

    /**
     * Opens one more session, which connects at its first call and survives a line that is lost; it is closed with the lease.
     *
     * @throws TransportException {@link FailureKind#CLOSED} after the lease was closed
     */
    public TransportSession open() throws TransportException {
        TransportSession session = new RetryingSession(
                () -> new IsolatedSession(() -> source.provider().open(place, password), calls),
                TargetName.of(place),
                budget,
                watch,
                notices);
        synchronized (this) {
            if (closedBecause != null) {
                throw new TransportException(FailureKind.CLOSED, "No session can be opened: " + closedBecause);
            }
            sessions.add(session);
        }
        return session;
    }

    /** How often a call was tried again because the line was lost. */
    public long retries() {
        return budget.retries();
    }

    /** The target all sessions work on. */
    public TransportTarget place() {
        return place;
    }

    /** Whether a target that an earlier job worked on is this one, however its path was written then. */
    public boolean isOn(TransportTarget earlier) {
        if (!earlier.withPath("").equals(place.withPath(""))) {
            return false;
        }
        TransportTarget normalized = TargetPath.normalized(earlier);
        if (normalized.equals(place)) {
            return true;
        }
        try {
            return source.provider().complete(normalized, password.isPresent()).equals(place);
        } catch (TransportException | RuntimeException | LinkageError e) {
            LOG.debug("{} cannot be compared with {}", earlier, place, e);
            return false;
        }
    }

    /** Whether the transport was taken away while it was in use. */
    public synchronized boolean isTakenAway() {
        return TAKEN_AWAY.equals(closedBecause);
    }

    /** Closes all sessions: what is under way on them fails. */
    @Override
    public void close() {
        close("the job is over");
        watch.close();
        calls.close();
        transports.forget(source, onRemoval);
    }

    private void takenAway() {
        close(TAKEN_AWAY);
    }

    private void close(String because) {
        List<TransportSession> toClose;
        synchronized (this) {
            if (closedBecause == null) {
                closedBecause = because;
            }
            toClose = List.copyOf(sessions);
            sessions.clear();
        }
        // Side by side: each may take its time.
        CompletableFuture.allOf(toClose.stream()
                        .map(session -> CompletableFuture.runAsync(session::close, TransportLease::onThreadOfItsOwn))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void onThreadOfItsOwn(Runnable closing) {
        Thread thread = new Thread(closing, "gateway-backup-close");
        thread.setDaemon(true);
        thread.start();
    }
}
