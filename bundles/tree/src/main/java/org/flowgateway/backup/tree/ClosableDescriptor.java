package org.flowgateway.backup.tree;

import java.io.Closeable;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * File descriptor that can be closed from any thread. Its number is returned to the system when the last call that uses it has ended, so no call
 * ever uses a number that another file got meanwhile. Thread-safe.
 */
final class ClosableDescriptor implements Closeable {

    private static final int CLOSED = 1 << 30;

    private final int number;
    private final AtomicInteger users = new AtomicInteger();

    ClosableDescriptor(int number) {
        this.number = number;
    }

    /**
     * Returns the number for one call, which must be followed by {@link #done}.
     *
     * @throws ClosedChannelException if it was closed
     */
    int use() throws ClosedChannelException {
        if (users.getAndIncrement() >= CLOSED) {
            done();
            throw new ClosedChannelException();
        }
        return number;
    }

    void done() {
        if (users.decrementAndGet() == CLOSED) {
            release();
        }
    }

    boolean isOpen() {
        return users.get() < CLOSED;
    }

    @Override
    public void close() {
        int now;
        do {
            now = users.get();
            if (now >= CLOSED) {
                return;
            }
        } while (!users.compareAndSet(now, now + CLOSED));
        if (now == 0) {
            release();
        }
    }

    /** Closes the number once; a later {@code use} and {@code done} reach the same count again. */
    private void release() {
        if (users.compareAndSet(CLOSED, CLOSED | 1 << 29)) {
            Libc.close(number);
        }
    }
}
