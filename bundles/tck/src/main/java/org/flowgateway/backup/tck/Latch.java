package org.flowgateway.backup.tck;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Latch at which a thread stops until a test opens it; the test can wait until the thread is there. Thread-safe. */
public final class Latch implements Runnable {

    private static final long DEADLINE_SECONDS = 120;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Stops the thread until {@link #open}; fails after 120 s. */
    @Override
    public void run() {
        reached.countDown();
        await(opened, "The gate was not opened");
    }

    /** Waits until a thread has reached the latch; fails after 120 s. */
    public void awaitReached() {
        await(reached, "Nobody came to the gate");
    }

    /** Opens the latch, for all threads now and later. */
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
