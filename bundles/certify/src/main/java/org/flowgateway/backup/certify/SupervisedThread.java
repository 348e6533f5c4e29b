package org.flowgateway.backup.certify;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.flowgateway.backup.spi.transport.TransportException;

/** Thread for work that calls a candidate. It is abandoned when a call does not return, so that the caller always comes to an end. */
final class SupervisedThread {

    private final CallMonitor monitor;
    private final String scheme;

    /** @param scheme scheme of the candidate, for messages */
    SupervisedThread(CallMonitor monitor, String scheme) {
        this.monitor = monitor;
        this.scheme = scheme;
    }

    /**
     * Runs work and waits for its end. An interrupt of this thread cancels the work.
     *
     * @return the result
     * @throws CancellationException if this thread was interrupted; the work may still run if a call does not return
     * @throws AbandonedRunException if a call did not return
     * @throws TransportException if the work threw it
     */
    <T> T call(Work<T> work) throws TransportException, AbandonedRunException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(work, result), "gateway-backup-certify");
        thread.setDaemon(true);
        monitor.onStuckCall(call -> abandon(call, thread, result));
        thread.start();
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            cancel(thread);
            throw new CancellationException("The user interrupted the run");
        }
    }

    private static <T> void run(Work<T> work, CompletableFuture<T> result) {
        try {
            result.complete(work.run());
        } catch (Throwable e) { // Rethrown to the waiting caller, whatever it is.
            result.completeExceptionally(e);
        }
    }

    private void abandon(MonitoredCall call, Thread thread, CompletableFuture<?> result) {
        if (call.isOn(thread)) {
            monitor.cancel();
            result.completeExceptionally(new AbandonedRunException(CertifyMessage.CALL_NOT_RETURNED.with(
                    scheme, call.name(), monitor.limits().grace())));
        }
    }

    /** Lets the calls that run end; a second interrupt ends that, too. */
    private void cancel(Thread thread) {
        monitor.cancel();
        thread.interrupt();
        try {
            thread.join(monitor.limits().grace().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static TransportException failure(Throwable thrown) throws AbandonedRunException {
        if (thrown instanceof AbandonedRunException abandoned) {
            throw abandoned;
        }
        if (thrown instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return (TransportException) thrown;
    }

    /** Work that calls a candidate. */
    @FunctionalInterface
    interface Work<T> {
        /** @throws TransportException if a call fails */
        T run() throws TransportException;
    }
}
