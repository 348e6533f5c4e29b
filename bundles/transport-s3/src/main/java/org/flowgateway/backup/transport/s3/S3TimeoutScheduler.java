package org.flowgateway.backup.transport.s3;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scheduler of the timeout checks of all sessions, on one thread. Thread-safe. */
final class S3TimeoutScheduler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(S3TimeoutScheduler.class);

    private final ScheduledThreadPoolExecutor thread;

    S3TimeoutScheduler() {
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread created = new Thread(work, "Gateway Backup S3 timeouts");
            created.setDaemon(true);
            return created;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /**
     * Runs a task periodically until it is cancelled, even if it fails.
     *
     * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
     */
    Future<?> schedule(Duration time, Runnable work) {
        return thread.scheduleWithFixedDelay(() -> run(work), time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Catches failures: the executor never repeats a task that threw, and the session would lose its timeout. */
    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{}", S3LogMessage.TIMEOUT_CHECK_FAILED.with(), e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
