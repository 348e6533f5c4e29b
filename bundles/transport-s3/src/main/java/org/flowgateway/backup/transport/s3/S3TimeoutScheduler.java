package org.flowgateway.backup.transport.s3;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that looks after all sessions of the transport. Thread-safe. */
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
     * Does something again and again until it is cancelled, whether it fails or not.
     *
     * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
     */
    Future<?> schedule(Duration time, Runnable work) {
        return thread.scheduleWithFixedDelay(() -> run(work), time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The executor never runs again what threw once, and nobody would look after that session any more. */
    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A session could not be looked after", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
