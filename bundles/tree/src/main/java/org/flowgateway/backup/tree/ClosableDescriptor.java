package org.flowgateway.backup.tree;

import java.io.Closeable;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file descriptor that can be closed from any thread: its number is given back to the system when the last call that uses it has returned, so
 * no call ever hits a file that got the number later. Thread-safe.
 */
final class ClosableDescriptor implements Closeable {

    private static final int CLOSED = 1 << 30;

    private final int number;
    private final AtomicInteger users = new AtomicInteger();

    ClosableDescriptor(int number) {
        this.number = number;
    }

    /**
     * Takes the number for one call; {@link #done} is due after it.
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

    /** Once only: a later {@code use} and {@code done} pass by the same count again. */
    private void release() {
        if (users.compareAndSet(CLOSED, CLOSED | 1 << 29)) {
            Libc.close(number);
        }
    }
}
