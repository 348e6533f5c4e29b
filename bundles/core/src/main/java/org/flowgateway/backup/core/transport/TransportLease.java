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

/** Sessions of a job on its target. All are closed when the job ends or is cancelled, or when the transport is uninstalled. Thread-safe. */
public final class TransportLease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransportLease.class);

    /** Grace period, twice the time that the SPI allows for closing a session. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final InstalledTransports transports;
    private final InstalledTransport transport;
    private final TransportTarget target;
    private final Optional<Secret> password;
    private final Runnable removalListener = this::onUninstalled;
    private final Consumer<String> notices;
    private final RetryBudget budget;
    private final StallWatch watch;
    private final TransportCalls calls;
    private final List<TransportSession> sessions = new ArrayList<>();
    private TransportFailureMessage closeReason;

    /**
     * @param target the target, as the transport completed it
     * @param password the login's password, which stays the caller's and must outlive the lease; empty for none
     * @param policy retries and timeouts
     * @param notices receives notices of the transport about its target
     */
    public TransportLease(
            InstalledTransports transports,
            InstalledTransport transport,
            TransportTarget target,
            Optional<Secret> password,
            RetryPolicy policy,
            Consumer<String> notices) {
        this.transports = transports;
        this.transport = transport;
        this.target = TargetPath.normalize(target);
        this.password = password;
        this.notices = notices;
        this.budget = new RetryBudget(policy);
        this.watch = new StallWatch(policy);
        this.calls = new TransportCalls(transport.name(), GRACE);
        transports.addRemovalListener(transport, removalListener);
    }

    /**
     * Opens a session, which connects at its first call and survives a lost connection. It is closed with the lease.
     *
     * @throws TransportException {@link FailureKind#CLOSED} after the lease was closed
     */
    public TransportSession open() throws TransportException {
        TransportSession session = new RetryingSession(
                () -> new IsolatedSession(() -> transport.provider().open(target, password), calls),
                TargetName.of(target),
                budget,
                watch,
                notices);
        synchronized (this) {
            if (closeReason != null) {
                throw closeReason.exception();
            }
            sessions.add(session);
        }
        return session;
    }

    /** Number of calls that were retried because the connection was lost. */
    public long retries() {
        return budget.retries();
    }

    /** The target all sessions work on. */
    public TransportTarget target() {
        return target;
    }

    /** Tells whether an earlier job's target is the same as this one, however its path was written. */
    public boolean isSameTarget(TransportTarget earlier) {
        if (!earlier.withPath("").equals(target.withPath(""))) {
            return false;
        }
        TransportTarget normalized = TargetPath.normalize(earlier);
        if (normalized.equals(target)) {
            return true;
        }
        try {
            return transport
                    .provider()
                    .complete(normalized, password.isPresent())
                    .equals(target);
        } catch (TransportException | RuntimeException | LinkageError e) {
            LOG.debug("{} cannot be compared with {}", earlier, target, e);
            return false;
        }
    }

    /** Tells whether the transport was uninstalled while it was in use. */
    public synchronized boolean isUninstalled() {
        return closeReason == TransportFailureMessage.UNINSTALLED;
    }

    /** Closes all sessions. Running calls fail. */
    @Override
    public void close() {
        close(TransportFailureMessage.JOB_OVER);
        watch.close();
        calls.close();
        transports.removeRemovalListener(transport, removalListener);
    }

    private void onUninstalled() {
        close(TransportFailureMessage.UNINSTALLED);
    }

    private void close(TransportFailureMessage reason) {
        List<TransportSession> toClose;
        synchronized (this) {
            if (closeReason == null) {
                closeReason = reason;
            }
            toClose = List.copyOf(sessions);
            sessions.clear();
        }
        // Side by side: each may take its time.
        CompletableFuture.allOf(toClose.stream()
                        .map(session -> CompletableFuture.runAsync(session::close, TransportLease::runOnNewThread))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void runOnNewThread(Runnable closing) {
        Thread thread = new Thread(closing, "gateway-backup-close");
        thread.setDaemon(true);
        thread.start();
    }
}
