package org.flowgateway.backup.tck;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free ports for servers that a test starts, and that open their port only later. Linux takes the local ports of connections from 32768 on, and
 * a server that asks for any port gets one of those, so such a port may be taken before the server opens it. The ports from here are below.
 * Thread-safe.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    /** A prime, so that processes that start one after another begin far apart. */
    private static final long SPREAD = 4_999;

    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * SPREAD % COUNT));

    private FreePort() {}

    /**
     * Returns a port that is free on loopback, another one each time.
     *
     * @throws IOException if none is free
     */
    public static int next() throws IOException {
        for (int attempt = 0; attempt < COUNT; attempt++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("No port between " + FIRST + " and " + (FIRST + COUNT) + " is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
