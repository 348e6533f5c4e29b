package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the socket of one connection, and can close it from any thread at any time, which JSch cannot do. */
final class CloseableSockets implements SocketFactory, AutoCloseable {

    /** Check that fails once the connection has ended. */
    interface Check {
        void run() throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(CloseableSockets.class);

    private final Duration connectTimeout;
    private final Check check;
    private final SshVersionExchange versionExchange;
    private volatile Socket socket;
    private volatile boolean broken;
    private volatile Runnable breakListener = () -> {};

    /** @param messages takes what the server sends before SSH begins */
    CloseableSockets(Duration connectTimeout, Check check, ServerMessages messages) {
        this.connectTimeout = connectTimeout;
        this.check = check;
        versionExchange = new SshVersionExchange(messages);
    }

    /** Tries the host's addresses in order until one answers, all within the connect timeout. */
    @Override
    public Socket createSocket(String host, int port) throws IOException {
        long end = System.nanoTime() + connectTimeout.toNanos();
        IOException failure = null;
        for (InetAddress address : InetAddress.getAllByName(host)) {
            int millis = (int) ((end - System.nanoTime()) / 1_000_000);
            if (millis <= 0) {
                throw failure == null ? new SocketTimeoutException("no address of the host answered") : failure;
            }
            try {
                return connected(new InetSocketAddress(address, port), millis);
            } catch (IOException e) {
                check.run();
                failure = e;
            }
        }
        throw failure;
    }

    private Socket connected(InetSocketAddress address, int millis) throws IOException {
        Socket made = new Socket();
        socket = made;
        try {
            // After the assignment: a thread that ended the connection before it had no socket to close.
            check.run();
            made.setKeepAlive(true);
            made.connect(address, millis);
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    @Override
    public InputStream getInputStream(Socket from) throws IOException {
        return new FilterInputStream(from.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                int read;
                try {
                    read = super.read(bytes, offset, count);
                } catch (SocketTimeoutException e) {
                    throw e;
                } catch (IOException e) {
                    markBroken();
                    throw e;
                }
                if (read < 0) {
                    versionExchange.end();
                    markBroken();
                } else {
                    versionExchange.take(bytes, offset, read);
                }
                return read;
            }
        };
    }

    @Override
    public OutputStream getOutputStream(Socket to) throws IOException {
        return to.getOutputStream();
    }

    private void markBroken() {
        broken = true;
        breakListener.run();
    }

    /** Sets a listener for a connection that breaks, that is, ends without an SSH disconnect; calls it at once if it is broken. */
    void onBreak(Runnable listener) {
        breakListener = listener;
        if (broken) {
            listener.run();
        }
    }

    /** Returns true once the server has named a version of SSH. */
    boolean isSsh() {
        return versionExchange.isSsh();
    }

    /** Returns true if the connection broke, that is, ended without an SSH disconnect. */
    boolean isBroken() {
        return broken;
    }

    @Override
    public void close() {
        Socket open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("A socket did not close cleanly", e);
            }
        }
    }
}
