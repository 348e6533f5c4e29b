package org.flowgateway.backup.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * TCP proxy that breaks the connection to a server on this host at a chosen point: from a port on loopback to the server's, for any
 * protocol.
 *
 * <p>The proxy counts <em>turns</em>: the first bytes begin turn 1, and each change of direction begins the next. A request and its reply
 * are two turns; pipelined requests take as many as happen to occur. Turns and bytes are counted from the call that sets a fault, over all
 * connections, so a test that counts has one connection at a time.
 *
 * <p>There is one fault at a time. A new one replaces the one before, and it stays until {@link #heal}: after a cut every connection that
 * sends anything is cut. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int LOST = -1;

    private enum Side {
        CLIENT,
        SERVER
    }

    private static final int BACKLOG = 100;

    private final List<ServerSocket> entrances = new ArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Side> silent = EnumSet.noneOf(Side.class);
    private Side speaking;
    private long bytes;
    private long lastByte;
    private int turns;
    private int silentTurn;
    private Runnable silenced;
    private int cutTurn;
    private int lostTurn;
    private boolean broken;
    private int returns;

    /**
     * Opens a proxy without a fault.
     *
     * @param server the port on loopback that the server listens on
     * @throws IOException if no port is free
     */
    public FaultProxy(int server) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
    }

    /**
     * Opens a proxy without a fault, for a protocol with several connections. Turns and bytes are counted over all of them.
     *
     * @param servers the server's addresses. The first is reached through {@link #port}; each other one, whose port the protocol announces,
     *         through the same port on 127.0.0.1, so that the server listens there on another address, such as 127.0.0.2
     * @throws IOException if no port is free, or such a port is taken
     */
    public FaultProxy(InetSocketAddress... servers) throws IOException {
        heal();
        try {
            for (InetSocketAddress server : servers) {
                open(server, entrances.isEmpty() ? 0 : server.getPort());
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void open(InetSocketAddress server, int port) throws IOException {
        ServerSocket entrance = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        entrances.add(entrance);
        start(() -> {
            while (true) {
                Socket client = keep(entrance.accept());
                countReturn();
                start(() -> connect(client, server));
            }
        });
    }

    /** Returns the port on loopback that clients connect to; with several servers, that of the first. */
    public int port() {
        return entrances.get(0).getLocalPort();
    }

    /** Stops forwarding from now on, in both directions, and keeps all connections open. */
    public synchronized void goSilent() {
        heal();
        broken = true;
        silent.addAll(EnumSet.allOf(Side.class));
    }

    /** Stops forwarding from the server to the client from now on; the server still receives everything. */
    public synchronized void goSilentFromServer() {
        heal();
        broken = true;
        silent.add(Side.SERVER);
    }

    /**
     * Stops forwarding at the beginning of a turn, whose first bytes are not forwarded.
     *
     * @param then called at that moment, on a thread of the proxy; it must not use the proxy
     */
    public synchronized void goSilentAtTurn(int turn, Runnable then) {
        heal();
        silentTurn = turn;
        silenced = then;
    }

    /**
     * Cuts all connections now, with their pending bytes; new connections work. Bytes in flight on a cut connection are not counted.
     */
    public synchronized void cut() {
        try {
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        heal();
    }

    /** Cuts the connection after a number of further bytes, in both directions together. */
    public synchronized void cutAfter(long more) {
        heal();
        lastByte = more;
    }

    /** Cuts the connection at the beginning of a turn, whose first bytes are not forwarded; turn 1 is cut before any byte. */
    public synchronized void cutAtTurn(int turn) {
        heal();
        cutTurn = turn;
    }

    /**
     * Loses the server's bytes from a turn on: earlier requests reach it and are executed, then the connection is cut. If the turn is the
     * client's, the reply to it is lost.
     */
    public synchronized void loseReplyAtTurn(int turn) {
        heal();
        lostTurn = turn;
    }

    /** Returns the number of turns since the proxy was opened, or a fault was last set or healed. */
    public synchronized int turns() {
        return turns;
    }

    /** Returns the bytes forwarded since the proxy was opened, or a fault was last set or healed, in both directions together. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Returns the number of connections opened after a cut or the begin of a silence, while the fault lasts. */
    public synchronized int returns() {
        return returns;
    }

    private synchronized void countReturn() {
        if (broken) {
            returns++;
        }
    }

    /** Ends the fault: new connections and those that were silent work again. */
    public synchronized void heal() {
        silent.clear();
        speaking = null;
        bytes = 0;
        lastByte = Long.MAX_VALUE;
        turns = 0;
        silentTurn = Integer.MAX_VALUE;
        cutTurn = Integer.MAX_VALUE;
        lostTurn = Integer.MAX_VALUE;
        broken = false;
        returns = 0;
        notifyAll();
    }

    /** Cuts all connections, and accepts no more. */
    @Override
    public void close() {
        try {
            for (ServerSocket entrance : entrances) {
                entrance.close();
            }
            cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException broken) {
                        // By the test, or by one of the peers: the rest of the connection is closed, and both peers
                        // notice.
                        return;
                    }
                },
                "Fault proxy " + port());
        thread.setDaemon(true);
        thread.start();
    }

    private Socket keep(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    /** Forwards until the server ends the connection. */
    private void connect(Socket client, InetSocketAddress server) throws IOException {
        try (client;
                Socket to = keep(new Socket(server.getAddress(), server.getPort()))) {
            start(() -> {
                try {
                    carry(Side.CLIENT, client, to);
                } finally {
                    to.shutdownOutput();
                }
            });
            carry(Side.SERVER, to, client);
        } finally {
            sockets.removeIf(Socket::isClosed);
        }
    }

    private void carry(Side side, Socket from, Socket to) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            int allowedBytes = allowedBytes(side, read, from, to);
            if (allowedBytes == LOST) {
                // The server executes the requests so far, and ends when its input ends.
                from.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
            } else {
                out.write(buffer, 0, allowedBytes);
            }
            if (allowedBytes < read) {
                // Only this connection: another one is cut when it sends, or has been healed meanwhile.
                from.close();
                to.close();
                return;
            }
        }
    }

    /** Returns the number of bytes to forward; if fewer than there are, the connection is cut after them. */
    private synchronized int allowedBytes(Side side, int count, Socket from, Socket to) {
        if (from.isClosed() || to.isClosed()) {
            return 0;
        }
        if (side != speaking) {
            speaking = side;
            turns++;
        }
        if (turns >= silentTurn && silent.addAll(EnumSet.allOf(Side.class))) {
            silenced.run();
        }
        awaitNoSilence(side);
        if (from.isClosed() || to.isClosed()) {
            return 0;
        }
        if (turns >= cutTurn) {
            broken = true;
            return 0;
        }
        if (side == Side.SERVER && turns >= lostTurn) {
            broken = true;
            return LOST;
        }
        int allowedBytes = (int) Math.min(count, lastByte - bytes);
        bytes += allowedBytes;
        broken |= allowedBytes < count;
        return allowedBytes;
    }

    private void awaitNoSilence(Side side) {
        try {
            while (silent.contains(side)) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("No thread of the proxy is interrupted", e);
        }
    }
}
