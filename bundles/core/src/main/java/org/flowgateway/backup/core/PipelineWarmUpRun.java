package org.flowgateway.backup.core;

import java.io.IOException;
import org.flowgateway.backup.archive.pack.PipelineWarmUp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a backup in memory on its own thread when the service starts, so that the first real backup finds compiled code. A job that starts
 * meanwhile neither waits for it nor shares its memory.
 */
final class PipelineWarmUpRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineWarmUpRun.class);

    private volatile boolean closed;
    private Thread thread;

    /** Starts the warm-up. Called once. */
    void begin(int zstdLevel) {
        thread = new Thread(() -> rehearse(zstdLevel), "gateway-backup-warm-up");
        thread.start();
    }

    private void rehearse(int zstdLevel) {
        try {
            PipelineWarmUp.run(zstdLevel, () -> closed);
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("The backup in memory failed; a real one would fail, too", e);
        }
    }

    /** Stops the warm-up within a fraction of a second. Without effect if it was never started. */
    @Override
    public void close() {
        closed = true;
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
