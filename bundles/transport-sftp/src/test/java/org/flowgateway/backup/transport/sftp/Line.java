package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A line to a server on this host, which can go silent or be cut, at any time and for all that use it. */
final class Line implements AutoCloseable {

    private final int port;
    private final ServerSocket entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private boolean silent;
    private long bytes;
    private long cutAfter = Long.MAX_VALUE;

    Line(int port) throws IOException {
        this.port = port;
        start(() -> {
            while (true) {
                Socket from = keep(entrance.accept());
                Socket to = keep(new Socket(InetAddress.getLoopbackAddress(), port));
                start(() -> carry(from, to));
                start(() -> carry(to, from));
            }
        });
    }

    /** Where the line begins. */
    int port() {
        return entrance.getLocalPort();
    }

    /** From now on nothing comes through, and nobody is told. */
    synchronized void goSilent() {
        silent = true;
    }

    /** The line works again for those who connect from now on. */
    synchronized void heal() {
        silent = false;
        cutAfter = Long.MAX_VALUE;
        notifyAll();
    }

    void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Cuts the line when so many more bytes went through, in both directions together. */
    synchronized void cutAfter(long more) {
        cutAfter = bytes + more;
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException cut) {
                // The other direction notices by itself.
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private Socket keep(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private void carry(Socket from, Socket to) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count(read);
                awaitSound();
                out.write(buffer, 0, read);
            }
        }
    }

    private synchronized void awaitSound() {
        try {
            while (silent) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts a line", e);
        }
    }

    private synchronized void count(int more) throws IOException {
        bytes += more;
        if (bytes >= cutAfter) {
            cut();
            throw new IOException("cut");
        }
    }

    @Override
    public void close() {
        try {
            entrance.close();
            cut();
            heal();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
