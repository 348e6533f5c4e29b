package com.example.backup.ftps;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.support.ProgressTimeout;
import org.flowgateway.backup.transport.support.TimeoutScheduler;

/**
 * Connection to an FTP server, made at the first command, and made anew by the first command of the call after a loss. One thread; {@link #close}
 * from any.
 */
final class FtpsConnection {

    private static final int CHECKS_PER_TIMEOUT = 8;

    private final FtpsTarget target;
    private final Secret password;
    private final CertificateTrust trust;
    private final FtpsTimeouts timeouts;
    private final TrackedSockets sockets = new TrackedSockets();
    private final ProgressTimeout writing;
    private final Future<?> checks;
    private Optional<TlsFtpClient> client = Optional.empty();
    private String task = "Connecting";
    private boolean lost;
    private volatile boolean closed;
    private volatile boolean timedOut;

    /** Command to the server. */
    interface Command<T> {
        T send(TlsFtpClient to) throws IOException;
    }

    /**
     * Creates a connection that is not made yet.
     *
     * @param password password, closed with this connection
     * @param scheduler scheduler of the checks of writes
     */
    FtpsConnection(
            FtpsTarget target, Secret password, CertificateTrust trust, FtpsTimeouts timeouts, TimeoutScheduler scheduler) {
        this.target = target;
        this.password = password;
        this.trust = trust;
        this.timeouts = timeouts;
        this.writing = new ProgressTimeout(timeouts.progress());
        this.checks = scheduler.schedule(period(timeouts.progress()), this::endBlockedWrite);
    }

    private static Duration period(Duration timeout) {
        return timeout.dividedBy(CHECKS_PER_TIMEOUT);
    }

    private void endBlockedWrite() {
        if (writing.isExpired()) {
            timedOut = true;
            sockets.closeAll();
        }
    }

    FtpsTarget target() {
        return target;
    }

    /**
     * Begins a call of the session.
     *
     * @param newTask task for messages, as the beginning of a sentence: {@code Storing a/b}
     */
    void begin(String newTask) throws TransportException {
        task = newTask;
        lost = false;
        check();
    }

    /** Throws if the session was closed. */
    void check() throws TransportException {
        if (closed) {
            throw FtpsMessage.CLOSED.exception(task, target.toString());
        }
    }

    /** Returns true if the connection was lost during the present call, so that nothing may be cleaned up. */
    boolean isLost() {
        return lost;
    }

    /** Sends a command, and returns the reply. */
    FtpsReply command(Command<?> command) throws TransportException {
        return run(to -> {
            command.send(to);
            return to.reply();
        });
    }

    /** Opens the data connection of a command; empty if the server refused, as {@link #refusal()} says. */
    Optional<FtpsDataConnection> open(String command, String path, long offset) throws TransportException {
        Optional<SSLSocket> socket = run(to -> {
            to.setRestartOffset(offset);
            return Optional.ofNullable(to.openData(command, path));
        });
        return socket.map(opened -> new FtpsDataConnection(this, opened, writing));
    }

    /** Returns the failure that the last, negative reply means. */
    TransportException refusal() throws TransportException {
        return refusal(lastReply());
    }

    /** Returns the failure that a negative reply means. */
    TransportException refusal(FtpsReply reply) {
        return FtpsFailure.of(reply, task, target);
    }

    /** Returns the server's last reply. */
    FtpsReply lastReply() throws TransportException {
        return client.orElseThrow(() -> failed(new IOException("There is no reply"))).reply();
    }

    /** Creates a failure of the present task. */
    TransportException failure(FtpsMessage message) {
        return message.exception(task, target.toString());
    }

    /** Creates a failure of the present task, with a further argument. */
    TransportException failure(FtpsMessage message, Object further) {
        return message.exception(task, target.toString(), further);
    }

    /** Creates a failure of the present task at a path. */
    TransportException directoryTaken(String path) {
        return FtpsMessage.DIRECTORY_TAKEN.exception(task, path, target.toString());
    }

    private <T> T run(Command<T> command) throws TransportException {
        try {
            return command.send(connected());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private TlsFtpClient connected() throws IOException {
        check();
        if (client.isEmpty()) {
            client = Optional.of(connect());
        }
        return client.get();
    }

    private TlsFtpClient connect() throws IOException {
        if (lost) {
            throw new IOException("The connection was lost before in this call");
        }
        timedOut = false;
        SSLContext context = trust.newContext();
        TlsFtpClient connecting = new TlsFtpClient(context, sockets, timeouts);
        try {
            connecting.connect(target.host(), target.port());
            connecting.setSoTimeout((int) timeouts.progress().toMillis());
            logIn(connecting);
        } catch (FTPConnectionClosedException e) {
            throw isBusy(connecting)
                    ? FtpsMessage.BUSY.causedBy(e, task, target.toString(), connecting.reply().text())
                    : e;
        }
        return connecting;
    }

    private static boolean isBusy(TlsFtpClient connecting) {
        return connecting.getReplyCode() == 421;
    }

    private void logIn(TlsFtpClient connecting) throws IOException {
        char[] characters = passwordCharacters();
        try {
            // The library takes only text, which cannot be wiped.
            if (!connecting.login(target.username(), new String(characters))) {
                // Without the server's words: they may repeat what it was told.
                throw FtpsMessage.LOGIN_REFUSED.exception(task, target.toString(), target.username());
            }
        } finally {
            Arrays.fill(characters, '\0');
        }
        require(connecting, connecting.sendCommand("PBSZ", "0"));
        require(connecting, connecting.sendCommand("PROT", "P"));
        connecting.setFileType(FTP.BINARY_FILE_TYPE);
        require(connecting, connecting.getReplyCode());
    }

    private char[] passwordCharacters() throws TransportException {
        try {
            return password.characters();
        } catch (IllegalStateException wiped) {
            throw FtpsMessage.CLOSED.causedBy(wiped, task, target.toString());
        }
    }

    private void require(TlsFtpClient connecting, int code) throws TransportException {
        if (!connecting.reply().isPositive()) {
            throw FtpsFailure.of(new FtpsReply(code, connecting.reply().text()), task, target);
        }
    }

    /** Drops the connection after a failure, and classifies the failure. */
    TransportException failed(IOException failure) {
        boolean loggedIn = client.isPresent();
        drop();
        lost = true;
        if (closed) {
            return FtpsMessage.CLOSED.causedBy(failure, task, target.toString());
        }
        return timedOut
                ? FtpsMessage.TIMED_OUT.causedBy(failure, task, target.toString())
                : FtpsFailure.of(failure, loggedIn, task, target);
    }

    /** Drops the connection; the next call connects anew. */
    void drop() {
        client = Optional.empty();
        sockets.closeAll();
    }

    /** Ends the connection, and the command that runs, from any thread. */
    void close() {
        closed = true;
        checks.cancel(false);
        sockets.end();
        password.close();
    }
}
