package org.flowgateway.backup.core.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends calls that make no progress, or too little: what counts is the time since the last 64 KiB, not since the call began. Thread-safe. */
final class StallWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
    private static final int LOOKS = 10;

    private final RetryPolicy policy;
    private final Map<Watched, ProgressWindow> waiting = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock;

    StallWatch(RetryPolicy policy) {
        this.policy = policy;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "gateway-backup-stall-watch");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(
                1, Math.min(policy.stall().toMillis(), policy.smallStall().toMillis()) / LOOKS);
        ScheduledFuture<?> unused = clock.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    /** The window of a call that says nothing about bytes, or of which nobody knows how many it moves. */
    ProgressWindow window() {
        return new ProgressWindow(policy.stall());
    }

    /** The window of a call that moves an object of at most so many bytes: a small one has to be through within one window. */
    ProgressWindow window(long mostBytes) {
        return new ProgressWindow(mostBytes <= ProgressWindow.LEAST_BYTES ? policy.smallStall() : policy.stall());
    }

    /** A call begins, or goes on. */
    void begin(Watched watched, ProgressWindow window) {
        window.begin();
        waiting.put(watched, window);
    }

    /** No call is under way. */
    void end(Watched watched, ProgressWindow window) {
        waiting.remove(watched, window);
        window.end();
    }

    private void look() {
        waiting.forEach((watched, window) -> {
            if (window.isExhausted() && waiting.remove(watched, window)) {
                report(watched);
            }
        });
    }

    /** One that fails must not end the watch: the executor never runs again what threw once. */
    private static void report(Watched watched) {
        try {
            watched.stalled();
        } catch (RuntimeException | Error e) {
            LOG.error("A call that stalled could not be ended", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** What is watched. */
    interface Watched {
        /** Too little has happened for too long; called once, from the watch's thread. */
        void stalled();
    }
}
