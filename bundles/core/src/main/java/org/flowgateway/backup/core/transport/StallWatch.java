package org.flowgateway.backup.core.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends calls that make no progress, or too little: what counts is the time since the last 64 KiB, not since the call began. Thread-safe. */
final class StallWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
    private static final int CHECKS_PER_WINDOW = 10;

    private final RetryPolicy policy;
    private final Map<StallListener, ProgressWindow> waiting = new ConcurrentHashMap<>();
    private final ScheduledExecutorService scheduler;

    StallWatch(RetryPolicy policy) {
        this.policy = policy;
        this.scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "gateway-backup-stall-watch");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(
                1, Math.min(policy.stall().toMillis(), policy.smallStall().toMillis()) / CHECKS_PER_WINDOW);
        scheduler.scheduleWithFixedDelay(this::checkWindows, period, period, TimeUnit.MILLISECONDS);
    }

    /** The window of a call that says nothing about bytes, or of which nobody knows how many it moves. */
    ProgressWindow window() {
        return new ProgressWindow(policy.stall());
    }

    /** The window of a call that moves an object of at most so many bytes: a small one has to be through within one window. */
    ProgressWindow window(long maxBytes) {
        return new ProgressWindow(maxBytes <= ProgressWindow.MIN_BYTES ? policy.smallStall() : policy.stall());
    }

    /** A call begins, or goes on. */
    void begin(StallListener listener, ProgressWindow window) {
        window.begin();
        waiting.put(listener, window);
    }

    /** No call is under way. */
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

    /** One that fails must not end the watch: the executor never runs again what threw once. */
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

    /** What is watched. */
    interface StallListener {
        /** Too little has happened for too long; called once, from the watch's thread. */
        void onStall();
    }
}
