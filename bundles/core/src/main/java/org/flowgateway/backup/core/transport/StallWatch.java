package org.flowgateway.backup.core.transport;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends calls that make no progress: what counts is the time since the last byte, not since the call began. Thread-safe.
 */
final class StallWatch implements AutoCloseable {

    private final long stallNanos;
    private final Map<Watched, Long> lastProgress = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock;

    StallWatch(Duration stall) {
        this.stallNanos = stall.toNanos();
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "gateway-backup-stall-watch");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(1, stall.toMillis() / 10);
        clock.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    /** Something happened, or a call begins. */
    void progress(Watched watched) {
        lastProgress.put(watched, System.nanoTime());
    }

    /** No call is under way. */
    void idle(Watched watched) {
        lastProgress.remove(watched);
    }

    private void look() {
        long now = System.nanoTime();
        lastProgress.forEach((watched, last) -> {
            if (now - last > stallNanos && lastProgress.remove(watched, last)) {
                watched.stalled();
            }
        });
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** What is watched. */
    interface Watched {
        /** Nothing has happened for too long; called once, from the watch's thread. */
        void stalled();
    }
}
