package com.example.backup.webdav;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * All threads of one HTTP client, and their end.
 *
 * <p>Up to Java 20 a client has no {@code close}: its selector thread, which holds its sockets and the class loader of this bundle, ends at
 * some time after the garbage collector found the client. A bundle that is stopped must leave nothing behind in 5 s, so it is ended here:
 * the selector is the thread that gives the client's tasks to its executor, and it closes what it holds and ends when it is interrupted.
 * Thread-safe.
 */
final class ClientThreads implements Executor, AutoCloseable {

    /** One that reads the content which is being stored, and may wait for it; one for the client; one that watches. */
    private static final int THREADS = 3;
    private static final String SELECTOR = "-SelectorManager";

    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, task -> {
        Thread thread = new Thread(task, "webdav");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Thread selector;

    ClientThreads() {
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        Thread caller = Thread.currentThread();
        if (caller.getName().endsWith(SELECTOR)) {
            selector = caller;
        }
        threads.execute(task);
    }

    /** Runs an alarm later, unless it is cancelled before. */
    ScheduledFuture<?> alarm(Runnable alarm, long nanoseconds) {
        return threads.schedule(alarm, nanoseconds, TimeUnit.NANOSECONDS);
    }

    /** Ends the client that was used until now, with the lines that it kept. */
    void endSelector() {
        Thread known = selector;
        if (known != null) {
            known.interrupt();
        }
        selector = null;
    }

    /** Ends them all, but for one that waits in the caller's own content: that one ends when it has its bytes. */
    @Override
    public void close() {
        // In this order: a client that begins just now is refused by its executor, and ends of that.
        threads.shutdown();
        endSelector();
    }
}
