package org.flowgateway.backup.transport.s3;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * A thread that a session's calls run on. The client keeps its XML parsers by thread, and each parser the last answer it read: on a thread of
 * the caller's they would outlive this bundle. One thread uses it at a time; any may close it.
 */
final class SessionThread implements AutoCloseable {

    private final ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "Gateway Backup S3 session");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Does a piece of work, and waits for it.
     *
     * @throws TransportException as the work does
     * @throws InterruptedException if the caller is interrupted meanwhile; the work goes on
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

    /** The thread ends with what it is doing. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
