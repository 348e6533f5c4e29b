package org.flowgateway.backup.core.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Isolated calls into a third-party transport, on threads of their own. Unexpected exceptions are reported with the transport's name, and
 * a call that does not return is abandoned. Thread-safe.
 */
final class TransportCalls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransportCalls.class);

    private final String transport;
    private final Duration grace;
    private final ExecutorService threads = Executors.newCachedThreadPool(TransportCalls::thread);

    /**
     * @param transport what messages call it
     * @param grace time that a call has to return after it was abandoned, and a session to close
     */
    TransportCalls(String transport, Duration grace) {
        this.transport = transport;
        this.grace = grace;
    }

    /**
     * Makes a call and waits until it has ended, even if this thread is interrupted: once a job's threads have ended, no call may be
     * running.
     *
     * @param onStart receives, before the call begins, the action that abandons it: after that the call has the grace period to return
     * @throws TransportException what the call throws; {@link FailureKind#UNKNOWN} if it throws what it may not, or does not come back;
     *         {@link FailureKind#CLOSED} after this was closed
     */
    <T> T call(TransportCall<T> call, Consumer<Runnable> onStart) throws TransportException {
        return call(threads, call, onStart);
    }

    /** Makes a closing call, also after this was closed, and waits at most the grace period. Failures are logged. */
    void end(TransportCall<Void> call) {
        try {
            call(task -> thread(task).start(), call, Runnable::run);
        } catch (TransportException | OutOfMemoryError e) {
            LOG.warn("Transport {} failed to close its session", transport, e);
        }
    }

    private <T> T call(Executor executor, TransportCall<T> call, Consumer<Runnable> onStart) throws TransportException {
        CompletableFuture<T> result = new CompletableFuture<>();
        onStart.accept(() -> result.orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS));
        try {
            executor.execute(() -> run(call, result));
            return result.join();
        } catch (CompletionException e) {
            throw failure(e.getCause());
        } catch (RejectedExecutionException e) {
            throw TransportFailureMessage.SESSION_CLOSED.causedBy(e);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "gateway-backup-transport");
        thread.setDaemon(true);
        return thread;
    }

    private static <T> void run(TransportCall<T> call, CompletableFuture<T> result) {
        try {
            result.complete(call.execute());
        } catch (Throwable e) { // Rethrown to the waiting caller, whatever it is.
            result.completeExceptionally(new CompletionException(e));
        }
    }

    private TransportException failure(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError error) {
            throw error; // The gateway's own trouble, not the transport's.
        }
        if (thrown instanceof TransportException expected) {
            return expected;
        }
        if (thrown instanceof TimeoutException) {
            return TransportFailureMessage.CALL_NOT_RETURNED.causedBy(thrown, transport);
        }
        return unexpected(thrown);
    }

    /** Failure that reports an unexpected exception of the transport. */
    TransportException unexpected(Throwable thrown) {
        TransportFailureMessage message = describeUnexpected(thrown);
        // Without an exception's message, which may hold a secret; that of a linkage error names a class.
        LOG.error(
                "Transport {} failed with an unexpected exception: {}",
                transport,
                message == TransportFailureMessage.INCOMPATIBLE
                        ? thrown.toString()
                        : thrown.getClass().getName());
        return message.causedBy(thrown, transport);
    }

    /** Returns the message about an unexpected exception of a transport; its parameter is the transport's name. */
    static TransportFailureMessage describeUnexpected(Throwable thrown) {
        return thrown instanceof NoClassDefFoundError || thrown instanceof IncompatibleClassChangeError
                ? TransportFailureMessage.INCOMPATIBLE
                : TransportFailureMessage.INTERNAL_ERROR;
    }

    /** Stops the threads. A thread that is still in a call is interrupted and not waited for. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** A call of a transport. */
    @FunctionalInterface
    interface TransportCall<T> {
        /** @throws TransportException as the transport says */
        T execute() throws TransportException;
    }
}
