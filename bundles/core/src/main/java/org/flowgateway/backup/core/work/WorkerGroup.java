package org.flowgateway.backup.core.work;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks of a job in parallel until all have ended or one fails. The first failure stops the others and is the one that is thrown. By
 * then the others have ended.
 */
public final class WorkerGroup {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerGroup.class);

    /**
     * Seconds in which stopped workers must end. A transport is abandoned 10 s after its sessions are closed; the rest is for a slow
     * disk.
     */
    private static final long END_TIMEOUT_SECONDS = 30;

    private final Runnable unblock;

    /** @param unblock unblocks tasks that wait for something outside of this process */
    public WorkerGroup(Runnable unblock) {
        this.unblock = unblock;
    }

    /**
     * Runs each task on a thread of its own and waits for all.
     *
     * @throws IOException as the first piece that failed
     * @throws JobFailedException as the first piece that failed
     * @throws JobCancelledException as the first piece that failed, or if this thread is interrupted
     */
    public void run(List<? extends Callable<Void>> pieces)
            throws IOException, JobFailedException, JobCancelledException {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(
                pieces.size(), task -> new Thread(task, "gateway-backup-worker-" + number.incrementAndGet()));
        try {
            CompletionService<Void> running = new ExecutorCompletionService<>(threads);
            pieces.forEach(running::submit);
            for (int i = 0; i < pieces.size(); i++) {
                running.take().get();
            }
            threads.shutdown();
        } catch (ExecutionException e) {
            end(threads);
            throw rethrow(e.getCause());
        } catch (InterruptedException e) {
            end(threads);
            Thread.currentThread().interrupt();
            throw new JobCancelledException("interrupted");
        }
    }

    private void end(ExecutorService threads) {
        threads.shutdownNow();
        unblock.run();
        try {
            if (!threads.awaitTermination(END_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("A worker did not end within {} s after it was stopped", END_TIMEOUT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException rethrow(Throwable cause)
            throws IOException, JobFailedException, JobCancelledException {
        if (cause instanceof IOException failure) {
            throw failure;
        }
        if (cause instanceof JobFailedException failure) {
            throw failure;
        }
        if (cause instanceof JobCancelledException failure) {
            throw failure;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("A worker failed", cause);
    }
}
