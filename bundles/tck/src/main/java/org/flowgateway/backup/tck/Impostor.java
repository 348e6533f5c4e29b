package org.flowgateway.backup.tck;

/** Server on loopback that is not the one it claims to be, and records what clients send to it. Thread-safe. */
public interface Impostor extends AutoCloseable {

    /** Returns the port it listens on. */
    int port();

    /**
     * Returns all that clients sent after the point at which the server must be authenticated: an HTTP request inside TLS, a login over
     * SSH. Waits some seconds at most for bytes of clients that have disconnected.
     *
     * @return the bytes, or a description of them; "" if there are none
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    String told() throws InterruptedException;

    @Override
    void close();
}
