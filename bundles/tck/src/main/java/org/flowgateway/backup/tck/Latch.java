package org.flowgateway.backup.tck;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A point that a thread stops at until a test lets it go on, and that the test can wait for. Thread-safe. */
public final class Latch implements Runnable {

    private static final long DEADLINE_SECONDS = 30;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Stops the thread until {@link #open}; fails after 30 s. */
    @Override
    public void run() {
        reached.countDown();
        await(opened, "The gate was not opened");
    }

    /** Waits until a thread has come to the gate; fails after 30 s. */
    public void awaitReached() {
        await(reached, "Nobody came to the gate");
    }

    /** Lets everybody through, now and later. */
    public void open() {
        opened.countDown();
    }

    private static void await(CountDownLatch latch, String otherwise) {
        try {
            if (!latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(otherwise + " within " + DEADLINE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted at a gate", e);
        }
    }
}
