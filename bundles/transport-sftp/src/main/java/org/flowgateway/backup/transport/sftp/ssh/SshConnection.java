package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.support.ProgressTimeout;
import org.flowgateway.backup.transport.support.TimeoutScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to an SSH server, from the first packet to its end. It ends once, for one reason; every later call fails with that reason.
 * One thread connects and uses it; any thread may close it.
 */
public final class SshConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SshConnection.class);
    private static final Duration MAX_CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final int CHECKS_PER_TIMEOUT = 4;

    private final SshAddress address;
    private final SshTimeouts timeouts;
    private final TimeoutScheduler scheduler;
    private final ProgressTimeout progressTimeout;
    private final ServerMessages messages = new ServerMessages();
    private final CloseableSockets sockets;
    private final AtomicReference<TransportException> end = new AtomicReference<>();
    private volatile Future<?> timeoutCheck;
    private volatile Session session;
    private volatile SshFileSystem fileSystem;
    private volatile Consumer<Throwable> endListener = cause -> {};

    public SshConnection(SshAddress address, SshTimeouts timeouts, TimeoutScheduler scheduler) {
        this.address = address;
        this.timeouts = timeouts;
        this.scheduler = scheduler;
        progressTimeout = new ProgressTimeout(timeouts.connectTimeout());
        sockets = new CloseableSockets(timeouts.connectTimeout(), this::check, messages);
    }

    /** Protocol that is spoken over the channel of a new connection. */
    public interface ChannelProtocol<T> {
        /** Takes over the channel; called once, on the thread that connects. */
        T start(ChannelSftp channel) throws IOException;
    }

    /** Sets what is called once, with the cause, when the connection ends. */
    public void onEnd(Consumer<Throwable> listener) {
        endListener = listener;
    }

    /**
     * Connects: the host's identity first, then the login, then SFTP.
     *
     * @return what the protocol made of the channel
     * @throws TransportException classified
     */
    public <T> T connect(SftpLogin login, HostKeyVerifier identity, ChannelProtocol<T> protocol)
            throws TransportException {
        check();
        scheduleTimeoutCheck();
        progressTimeout.begin();
        boolean loggedIn = false;
        try {
            Session made = logIn(login, identity);
            sockets.onBreak(() -> lost(new IOException("the connection broke")));
            loggedIn = true;
            T started = protocol.start(channel(made, login, identity));
            check();
            progressTimeout.setLimit(timeouts.progress());
            return started;
        } catch (IOException | JSchException | RuntimeException e) {
            throw failed(failure(e, identity, loggedIn));
        } finally {
            progressTimeout.end();
        }
    }

    private Session logIn(SftpLogin login, HostKeyVerifier identity) throws JSchException, TransportException {
        Session made = login.newSession(address, sockets, identity, timeouts, messages);
        session = made;
        made.connect(Math.toIntExact(timeouts.connectTimeout().toMillis()));
        // The messages so far were about the login.
        messages.forget();
        return made;
    }

    private ChannelSftp channel(Session over, SftpLogin login, HostKeyVerifier identity) throws IOException {
        SshFileSystem files = SshFileSystem.of(over, address, timeouts, messages);
        fileSystem = files;
        try {
            return files.getChannel();
        } catch (IOException e) {
            if (messages.latest().isEmpty() && over.isConnected() && end.get() == null) {
                new ServerOutputProbe(over, messages).capture();
            }
            if (!over.isConnected() && end.get() == null) {
                captureAgain(login, identity);
            }
            throw e;
        }
    }

    /**
     * Captures the server's output over a second login. A server that closes the channel at once may get JSch's first request after that,
     * and disconnects with a complaint about the request; what it wrote before is lost then.
     */
    private void captureAgain(SftpLogin login, HostKeyVerifier identity) {
        Optional<String> disconnectReason = messages.latest();
        messages.forget();
        sockets.onBreak(() -> {});
        try {
            new ServerOutputProbe(logIn(login, identity), messages).capture();
        } catch (JSchException | TransportException e) {
            LOG.debug("No second login to capture the server's output", e);
            messages.forget();
        }
        if (messages.latest().isEmpty()) {
            disconnectReason.ifPresent(messages::add);
        }
    }

    private TransportException failure(Exception cause, HostKeyVerifier identity, boolean loggedIn) {
        TransportException ended = end.get();
        boolean isTimeout = ended != null
                && ended.kind() == FailureKind.TIMEOUT
                && !sockets.isSsh()
                && messages.latest().isPresent();
        if (ended != null && ended.kind() != FailureKind.CONNECTION_LOST && !isTimeout) {
            return ended(cause);
        }
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof JSchSessionDisconnectException disconnect
                    && !(loggedIn && messages.latest().isPresent())) {
                messages.add(disconnect.getDescription());
            }
        }
        SshConnectFailureClassifier failure =
                new SshConnectFailureClassifier(address, messages.latest(), sockets.isSsh());
        return identity.refusal().orElseGet(() -> failure.of(cause, ended != null || sockets.isBroken(), loggedIn));
    }

    /** Ends the connection with a failure, and returns that failure. */
    public TransportException failed(TransportException failure) {
        end(failure);
        // Resources that were created after another thread had ended the connection.
        leave();
        return failure;
    }

    private void scheduleTimeoutCheck() throws TransportException {
        try {
            Duration limit = timeouts.connectTimeout().compareTo(timeouts.progress()) < 0
                    ? timeouts.connectTimeout()
                    : timeouts.progress();
            Duration interval = limit.dividedBy(CHECKS_PER_TIMEOUT);
            timeoutCheck = scheduler.schedule(
                    interval.compareTo(MAX_CHECK_INTERVAL) < 0 ? interval : MAX_CHECK_INTERVAL, this::checkTimeout);
            if (end.get() != null) {
                timeoutCheck.cancel(false); // Another thread may have ended it before there was anything to cancel.
            }
        } catch (RejectedExecutionException e) {
            end(FailureKind.CLOSED);
            throw ended(e);
        }
    }

    private void checkTimeout() {
        if (progressTimeout.isExpired()) {
            end(FailureKind.TIMEOUT);
        }
    }

    public ProgressTimeout progressTimeout() {
        return progressTimeout;
    }

    SshAddress address() {
        return address;
    }

    /** @throws TransportException if the connection has ended */
    public void check() throws TransportException {
        if (end.get() != null) {
            throw ended(null);
        }
    }

    /** Returns the failure that this connection ended with. */
    public TransportException ended(Throwable cause) {
        TransportException reason = end.get();
        return reason == null
                ? SshConnectionEnd.of(FailureKind.CONNECTION_LOST, address, timeouts, messages.latest(), cause)
                : new TransportException(reason.kind(), reason.description(), cause);
    }

    /** Ends the connection because it broke, or because the server ended it. */
    public void lost(IOException cause) {
        end(SshConnectionEnd.of(FailureKind.CONNECTION_LOST, address, timeouts, messages.latest(), cause), cause);
    }

    @Override
    public void close() {
        end(FailureKind.CLOSED);
    }

    private void end(FailureKind kind) {
        end(SshConnectionEnd.of(kind, address, timeouts, messages.latest(), null));
    }

    private void end(TransportException reason) {
        end(reason, new IOException("the connection was ended: " + reason.kind()));
    }

    private void end(TransportException reason, Throwable cause) {
        if (!end.compareAndSet(null, reason)) {
            return;
        }
        if (timeoutCheck != null) {
            timeoutCheck.cancel(false);
        }
        try {
            // The socket first: everything else would wait for a connection that may be broken.
            sockets.close();
        } finally {
            endListener.accept(cause);
            leave();
        }
    }

    private void leave() {
        Session left = session;
        if (left != null) {
            left.disconnect();
        }
        SshFileSystem awaited = fileSystem;
        if (awaited != null) {
            awaited.abandon();
        }
    }
}
