package org.flowgateway.backup.transport.support;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Scheduler of the timeout checks of all sessions of a transport, on one daemon thread. Thread-safe. */
public final class TimeoutScheduler implements AutoCloseable {

    private final ScheduledThreadPoolExecutor thread;
    private final Consumer<Throwable> failures;

    /**
     * Starts the scheduler.
     *
     * @param threadName name of its thread
     * @param failures receives what a check throws, to be logged; the check is repeated nevertheless
     */
    public TimeoutScheduler(String threadName, Consumer<Throwable> failures) {
        this.failures = Objects.requireNonNull(failures, "failures");
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread created = new Thread(work, threadName);
            created.setDaemon(true);
            return created;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /**
     * Runs a check periodically until it is cancelled, even if it fails.
     *
     * @param period time before the first run and between two runs
     * @param check check that does not wait
     * @return a future whose {@code cancel} ends it
     * @throws RejectedExecutionException after {@link #close}
     */
    public Future<?> schedule(Duration period, Runnable check) {
        long nanos = period.toNanos();
        return thread.scheduleWithFixedDelay(() -> run(check), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Catches failures: the executor never repeats a task that threw, and a session would lose its timeout. */
    private void run(Runnable check) {
        try {
            check.run();
        } catch (RuntimeException | Error e) {
            failures.accept(e);
        }
    }

    /** Ends all checks and the thread. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
