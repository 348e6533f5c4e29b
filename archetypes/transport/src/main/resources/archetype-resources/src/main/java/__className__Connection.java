package ${package};

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.support.ProgressTimeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS connection to a server, made by the first exchange, and again by the next one after it was lost. One thread uses it; {@link #close} and
 * {@link #checkTimeout} come from any.
 */
final class ${className}Connection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(${className}Connection.class);

    private final String host;
    private final int port;
    private final SSLContext trust;
    private final ProgressTimeout timeout;
    private DataInputStream in;
    private DataOutputStream out;
    private Socket socket = new Socket();
    private boolean timedOut;
    private boolean closed;

    ${className}Connection(String host, int port, SSLContext trust, Duration timeout) {
        this.host = host;
        this.port = port;
        this.trust = trust;
        this.timeout = new ProgressTimeout(timeout);
    }

    /** Requests to the server, and their replies. */
    interface Exchange<T> {
        T run(DataInputStream in, DataOutputStream out) throws IOException;
    }

    /** Part of an exchange. */
    interface Step<T> {
        T run() throws IOException;
    }

    /** Runs an exchange, after the login if this connects. */
    <T> T exchange(String task, Exchange<?> login, Exchange<T> exchange) throws TransportException {
        return guard(task, () -> {
            if (!isConnected()) {
                connect(login);
            }
            return exchange.run(in, out);
        });
    }

    /** Runs a step that waits for the server. The connection outlives a refusal, which is a {@code TransportException}, and no other failure. */
    <T> T guard(String task, Step<T> step) throws TransportException {
        timeout.begin();
        try {
            checkOpen();
            return step.run();
        } catch (TransportException refusal) {
            throw refusal;
        } catch (IOException e) {
            disconnect();
            throw reason(e).causedBy(e, task, server());
        } finally {
            timeout.end();
        }
    }

    /** Fills a buffer with content to be sent. A slow source is no slow server, so its time does not count. */
    int fill(byte[] buffer, DeclaredContent content) throws TransportException {
        timeout.end();
        try {
            return content.fill(buffer);
        } finally {
            timeout.begin();
        }
    }

    /** Returns the server's address, for messages. */
    String server() {
        return "${scheme}://" + host + ':' + port;
    }

    boolean isConnected() {
        return in != null;
    }

    private void connect(Exchange<?> login) throws IOException {
        try {
            SSLSocket tls = handshake(newSocket());
            DataInputStream from = new DataInputStream(new BufferedInputStream(tls.getInputStream()));
            DataOutputStream to = new DataOutputStream(new BufferedOutputStream(tls.getOutputStream()));
            login.run(from, to);
            in = from;
            out = to;
        } finally {
            if (!isConnected()) {
                disconnect();
            }
        }
    }

    private synchronized Socket newSocket() throws IOException {
        checkOpen();
        timedOut = false;
        socket = new Socket();
        return socket;
    }

    /** Connects, and verifies that the certificate is that of the host. */
    private SSLSocket handshake(Socket plain) throws IOException {
        plain.setTcpNoDelay(true);
        plain.connect(new InetSocketAddress(host, port));
        SSLSocket tls = (SSLSocket) trust.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private synchronized void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
    }

    private synchronized ${className}Failure reason(IOException failure) {
        return closed ? ${className}Failure.CLOSED : timedOut ? ${className}Failure.TIMEOUT : ${className}Failure.of(failure);
    }

    /** Abandons a connection that waits for its server without progress. */
    synchronized void checkTimeout() {
        if (timeout.isExpired()) {
            timedOut = true;
            closeSocket();
        }
    }

    void disconnect() {
        in = null;
        out = null;
        closeSocket();
    }

    @Override
    public synchronized void close() {
        closed = true;
        closeSocket();
    }

    /** Closes the plain socket: closing that of TLS would wait for a blocked write. */
    private synchronized void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing the socket to {} failed", server(), e);
        }
    }
}
