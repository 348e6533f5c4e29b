package org.flowgateway.backup.tck;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Latch at which a thread stops until a test opens it; the test can wait until the thread is there. Thread-safe. */
public final class Latch implements Runnable {

    private static final long DEADLINE_SECONDS = 120;

    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    /** Stops the thread until {@link #open}; fails after 120 s. */
    @Override
    public void run() {
        reached.complete(null);
        await(opened, "The latch was not opened");
    }

    /** Waits until a thread has reached the latch; fails after 120 s. */
    public void awaitReached() {
        await(reached, "No thread reached the latch");
    }

    /** Waits until a call has reached the latch; fails if the call ends before, or after 120 s. */
    void awaitReached(CompletableFuture<?> call) {
        await(CompletableFuture.anyOf(reached, call), "The call did not reach the latch");
        if (!reached.isDone()) {
            throw new AssertionError("The call ended before it reached the latch");
        }
    }

    /** Opens the latch, for all threads now and later. */
    public void open() {
        opened.complete(null);
    }

    private static void await(CompletableFuture<?> event, String otherwise) {
        try {
            event.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(otherwise + " within " + DEADLINE_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new AssertionError(otherwise, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted at a latch", e);
        }
    }
}
