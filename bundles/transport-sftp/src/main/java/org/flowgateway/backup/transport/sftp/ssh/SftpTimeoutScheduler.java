package org.flowgateway.backup.transport.sftp.ssh;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.flowgateway.backup.transport.sftp.message.SftpNoticeMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scheduler of the timeout checks of all connections, on one thread. Thread-safe. */
public final class SftpTimeoutScheduler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SftpTimeoutScheduler.class);

    private final ScheduledThreadPoolExecutor thread;

    public SftpTimeoutScheduler() {
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread created = new Thread(work, "Gateway Backup SFTP timeouts");
            created.setDaemon(true);
            return created;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Runs a task periodically until it is cancelled, even if it fails. */
    public Future<?> schedule(Duration time, Runnable work) {
        return thread.scheduleWithFixedDelay(() -> run(work), time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Catches failures: the executor never repeats a task that threw, and the connection would lose its timeout. */
    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{}", SftpNoticeMessage.TIMEOUT_CHECK_FAILED.with(), e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
