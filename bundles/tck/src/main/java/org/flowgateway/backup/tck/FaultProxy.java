package org.flowgateway.backup.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A line to a server on this host that goes wrong when a test wants it: TCP from a port on loopback to the server's, for any protocol.
 *
 * <p>It knows the steps of a protocol as <em>turns</em>: the first bytes begin turn 1, and each change of their direction begins the next.
 * So a request and its reply are two turns, and where requests are sent ahead of replies, as many as happen to be. Turns and bytes are
 * counted from the moment a fault was asked for, over all connections, so a test that counts has one connection at a time.
 *
 * <p>There is one fault at a time, a new one takes the place of the one before, and it stays until {@link #heal}: a line that is cut at some
 * point is cut for everybody who says anything after that, on whatever connection. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int LOST = -1;

    private enum Side {
        CLIENT,
        SERVER
    }

    private final int server;
    private final ServerSocket entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
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
     * Opens a line that works.
     *
     * @param server the port on loopback that the server listens on
     * @throws IOException if no port can be had
     */
    public FaultProxy(int server) throws IOException {
        this.server = server;
        heal();
        start(() -> {
            while (true) {
                Socket client = keep(entrance.accept());
                countReturn();
                start(() -> connect(client));
            }
        });
    }

    /** The port on loopback that the line begins at. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** From now on nothing comes through in either direction, and nobody is told. */
    public synchronized void goSilent() {
        heal();
        silent.addAll(EnumSet.allOf(Side.class));
    }

    /** From now on the server hears all, and nothing that it says comes through. */
    public synchronized void goSilentFromServer() {
        heal();
        silent.add(Side.SERVER);
    }

    /**
     * Goes silent where a turn begins: its first bytes are the first that do not come through.
     *
     * @param then what is done just then, on a thread of the line's; it must not use the line
     */
    public synchronized void goSilentAtTurn(int turn, Runnable then) {
        heal();
        silentTurn = turn;
        silenced = then;
    }

    /**
     * Cuts all connections now, with what was kept waiting; who connects from now on has a line that works. What is still on its way on a
     * connection that was cut, such as its last words, counts for nothing.
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

    /** Cuts the line when so many more bytes have come through, in both directions together. */
    public synchronized void cutAfter(long more) {
        heal();
        lastByte = more;
    }

    /** Cuts the line where a turn begins: its first bytes do not come through, so turn 1 is cut before anything is said. */
    public synchronized void cutAtTurn(int turn) {
        heal();
        cutTurn = turn;
    }

    /**
     * Loses what the server says from a turn on: what it was asked until then reaches it and is carried out, then the line is cut. If the
     * turn is the client's, it is the reply to it that is lost.
     */
    public synchronized void loseReplyAtTurn(int turn) {
        heal();
        lostTurn = turn;
    }

    /** Turns that have begun since the line was opened, or a fault was last asked for or healed. */
    public synchronized int turns() {
        return turns;
    }

    /** Bytes that have come through since the line was opened, or a fault was last asked for or healed, in both directions together. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Connections that were opened after the line broke, while the fault lasts: whoever opens one tries again. */
    public synchronized int returns() {
        return returns;
    }

    private synchronized void countReturn() {
        if (broken) {
            returns++;
        }
    }

    /** Ends the fault: the line works again, for those who connect from now on and those who were kept waiting. */
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

    /** Cuts all connections, and lets nobody connect any more. */
    @Override
    public void close() {
        try {
            entrance.close();
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
                        // By the test, or by one of those who speak: what is left of the connection is closed, and both
                        // of them notice.
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

    /** Carries until the server has no more to say. */
    private void connect(Socket client) throws IOException {
        try (client;
                Socket to = keep(new Socket(InetAddress.getLoopbackAddress(), server))) {
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
                // It carries out what it was asked, and ends when it hears that there is no more.
                from.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
            } else {
                out.write(buffer, 0, allowedBytes);
            }
            if (allowedBytes < read) {
                // Only this connection: whoever is on another one is cut when he speaks, or has been healed meanwhile.
                from.close();
                to.close();
                return;
            }
        }
    }

    /** How many bytes come through; if fewer than there are, the line is cut there. */
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
            throw new IllegalStateException("Nobody interrupts a line", e);
        }
    }
}
