package org.flowgateway.backup.tck;

/** A server on loopback that is not the one it claims to be, and notes what it is told all the same. Thread-safe. */
public interface Impostor extends AutoCloseable {

    /** The port it listens on. */
    int port();

    /**
     * All that it was told after the point at which a client has to know who it speaks to: an HTTP request inside TLS, a login over SSH.
     * Waits, some seconds at most, for what a client that has left said before that.
     *
     * @return what came, or a description of it; "" if nothing did
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    String told() throws InterruptedException;

    @Override
    void close();
}
