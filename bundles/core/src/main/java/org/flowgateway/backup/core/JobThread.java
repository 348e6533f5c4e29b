package org.flowgateway.backup.core;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which jobs and pending calls run, one after the other. */
final class JobThread extends ThreadPoolExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(JobThread.class);

    /**
     * Time in seconds that a cancelled job needs at most: 10 s for its transport, the rest to remove what it stored. A section that takes
     * longer to thaw is thawed again at the next start.
     */
    private static final long STOP_TIMEOUT_SECONDS = 40;

    private final Runnable onTerminated;

    /** @param onTerminated is run when the last job has really ended, however long that takes after a stop */
    JobThread(Runnable onTerminated) {
        super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new Thread(task, "gateway-backup-job"));
        this.onTerminated = onTerminated;
    }

    @Override
    protected void terminated() {
        onTerminated.run();
    }

    /** Waits for the end of what runs, and accepts nothing more. */
    void stop() {
        shutdown();
        try {
            if (!awaitTermination(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                LOG.error(
                        "The running job did not end within {} s; the state directory stays locked until it has",
                        STOP_TIMEOUT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
