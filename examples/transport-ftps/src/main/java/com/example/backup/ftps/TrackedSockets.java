package com.example.backup.ftps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;

/**
 * Factory of the plain sockets of a session, which can be closed from any thread. {@code SSLSocket.close} waits for a blocked write; closing the
 * plain socket below it ends the write. Thread-safe.
 */
final class TrackedSockets extends SocketFactory {

    private final List<Socket> sockets = new ArrayList<>();
    private boolean ended;

    @Override
    public synchronized Socket createSocket() throws SocketException {
        if (ended) {
            throw new SocketException("The session was closed");
        }
        sockets.removeIf(Socket::isClosed);
        Socket socket = new PortAliasSocket();
        sockets.add(socket);
        return socket;
    }

    /** Closes all sockets; new ones can be created. */
    synchronized void closeAll() {
        for (Socket socket : sockets) {
            close(socket);
        }
        sockets.clear();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Closing a socket failed", e);
        }
    }

    /** Closes all sockets for good. */
    synchronized void end() {
        ended = true;
        closeAll();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("Sockets are connected by the client");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("Sockets are connected by the client");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("Sockets are connected by the client");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("Sockets are connected by the client");
    }
}
