package org.flowgateway.backup.transport.s3;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread that looks after all sessions of the transport. Thread-safe. */
final class Watch implements AutoCloseable {

    private final ScheduledThreadPoolExecutor thread;

    Watch() {
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread watching = new Thread(work, "Gateway Backup S3 watch");
            watching.setDaemon(true);
            return watching;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /**
     * Does something again and again until it is cancelled.
     *
     * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
     */
    Future<?> every(Duration time, Runnable work) {
        return thread.scheduleWithFixedDelay(work, time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
