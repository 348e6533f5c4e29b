package org.flowgateway.backup.core.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Monitor that ends calls without enough progress. It measures the time since the last 64 KiB, not since the call began. Thread-safe. */
final class StallWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
    private static final int CHECKS_PER_WINDOW = 10;

    private final RetryPolicy policy;
    private final LongSupplier nanoTime;
    private final Map<StallListener, ProgressWindow> waiting = new ConcurrentHashMap<>();
    private final ScheduledExecutorService scheduler;

    StallWatch(RetryPolicy policy) {
        this(policy, System::nanoTime);
    }

    /** @param nanoTime time by which calls stall, in nanoseconds since any moment */
    StallWatch(RetryPolicy policy, LongSupplier nanoTime) {
        this.policy = policy;
        this.nanoTime = nanoTime;
        this.scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "gateway-backup-stall-watch");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(
                1, Math.min(policy.stall().toMillis(), policy.smallStall().toMillis()) / CHECKS_PER_WINDOW);
        ScheduledFuture<?> unused =
                scheduler.scheduleWithFixedDelay(this::checkWindows, period, period, TimeUnit.MILLISECONDS);
    }

    /** Progress window of a call that moves an unknown number of bytes. */
    ProgressWindow window() {
        return new ProgressWindow(policy.stall(), nanoTime);
    }

    /** Progress window of a call that moves an object of at most so many bytes. A small object must be complete within one window. */
    ProgressWindow window(long maxBytes) {
        return new ProgressWindow(
                maxBytes <= ProgressWindow.MIN_BYTES ? policy.smallStall() : policy.stall(), nanoTime);
    }

    /** Begins to monitor a call, or resumes it. */
    void begin(StallListener listener, ProgressWindow window) {
        window.begin();
        waiting.put(listener, window);
    }

    /** Ends the monitoring of a call. */
    void end(StallListener listener, ProgressWindow window) {
        waiting.remove(listener, window);
        window.end();
    }

    private void checkWindows() {
        waiting.forEach((listener, window) -> {
            if (window.isExhausted() && waiting.remove(listener, window)) {
                reportStall(listener);
            }
        });
    }

    /** Reports a stalled call. Exceptions are logged: the executor never runs a task again that threw. */
    private static void reportStall(StallListener listener) {
        try {
            listener.onStall();
        } catch (RuntimeException | Error e) {
            LOG.error("A call that stalled could not be ended", e);
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }

    /** Listener for a stalled call. */
    interface StallListener {
        /** Ends the stalled call. Called once, from the monitor's thread. */
        void onStall();
    }
}
