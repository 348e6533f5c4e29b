package org.flowgateway.backup.transport.s3;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Thread that runs a session's calls. The client keeps XML parsers per thread, and each parser its last response: on the caller's thread
 * they would outlive this bundle. One thread uses it at a time; any may close it.
 */
final class SessionThread implements AutoCloseable {

    private final ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "Gateway Backup S3 session");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Runs a task, and waits for it.
     *
     * @throws TransportException if the task does
     * @throws InterruptedException if the caller is interrupted meanwhile; the task goes on
     * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
     */
    <T> T run(Callable<T> work) throws TransportException, InterruptedException {
        try {
            return executor.submit(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransportException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(
                    "The work of a session failed in a way that it is not meant to", e.getCause());
        }
    }

    /** Lets the thread end after its current task. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
