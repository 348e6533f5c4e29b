package org.flowgateway.backup.tck.broken;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Connection to a toy server, made at the first request and again after it was lost; classifies failures. One thread, except {@link #close}. */
class ToyConnection implements AutoCloseable {

    private final TransportTarget target;
    private final Optional<Secret> password;
    private final int timeoutMillis;
    private Socket socket;
    private DataInputStream in;
    private DataOutputStream out;
    private boolean closed;

    ToyConnection(TransportTarget target, Optional<Secret> password, Duration timeout) {
        this.target = target;
        this.password = password;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    /** Exchange that follows a request. */
    interface Dialog<T> {
        T run(DataInputStream in, DataOutputStream out) throws IOException;
    }

    /** Makes a request, and runs the exchange that follows. */
    final <T> T ask(String word, Optional<ObjectName> name, Dialog<T> dialog) throws TransportException {
        return exchange(() -> {
            if (in == null) {
                connect();
            }
            out.writeUTF(word);
            out.writeUTF(ToyProtocol.text(name));
            return dialog.run(in, out);
        });
    }

    /** Step of an exchange. */
    interface Step<T> {
        T run() throws IOException;
    }

    /** Classifies failures of a step. A failure reported by the server, or of the content, does not end the connection. */
    final <T> T exchange(Step<T> step) throws TransportException {
        checkOpen();
        try {
            return step.run();
        } catch (TransportException answered) {
            throw answered;
        } catch (IOException e) {
            disconnect();
            checkOpen();
            throw new TransportException(
                    kind(e), "The connection to the toy server at " + target.address() + " failed: try again", e);
        }
    }

    private static FailureKind kind(IOException e) {
        return e instanceof SocketTimeoutException
                ? FailureKind.TIMEOUT
                : e instanceof ConnectException ? FailureKind.UNREACHABLE : FailureKind.CONNECTION_LOST;
    }

    private void connect() throws IOException {
        Socket next = new Socket();
        synchronized (this) {
            checkOpen();
            socket = next;
        }
        String[] address = target.address().split(":", 0);
        next.setSoTimeout(timeoutMillis);
        next.setTcpNoDelay(true);
        next.connect(new InetSocketAddress(address[0], Integer.parseInt(address[1])), timeoutMillis);
        DataInputStream from = new DataInputStream(new BufferedInputStream(next.getInputStream()));
        DataOutputStream to = new DataOutputStream(new BufferedOutputStream(next.getOutputStream()));
        try {
            logIn(from, to);
        } catch (TransportException refused) {
            next.close();
            throw refused;
        }
        to.writeUTF(target.path());
        in = from;
        out = to;
    }

    /** Authenticates the server, then sends the password. */
    void logIn(DataInputStream from, DataOutputStream to) throws IOException {
        identify(from);
        sendPassword(to);
        ToyProtocol.check(from);
    }

    final void identify(DataInputStream from) throws IOException {
        if (!from.readUTF().equals(target.username())) {
            throw new TransportException(
                    FailureKind.HOST_IDENTITY, "The server at " + target.address() + " is not " + target.username());
        }
    }

    final void sendPassword(DataOutputStream to) throws IOException {
        to.writeUTF(password.map(secret -> new String(secret.characters())).orElse(""));
        to.flush();
    }

    final Optional<Secret> password() {
        return password;
    }

    /** Disconnects; the next request connects again. */
    final void disconnect() {
        in = null;
        out = null;
        closeSocket();
    }

    private synchronized void closeSocket() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void checkOpen() throws TransportException {
        if (closed) {
            throw new TransportException(
                    FailureKind.CLOSED, "The connection to the toy server was closed while it was in use");
        }
    }

    @Override
    public final synchronized void close() {
        closed = true;
        closeSocket();
        password.ifPresent(Secret::close);
    }
}
