package org.flowgateway.backup.core;

import java.io.IOException;
import org.flowgateway.backup.archive.PipelineWarmUp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rehearses a backup on a thread of its own when the service starts, so that the first one is nearly as fast as those after it.
 * A job that starts meanwhile does not wait, and takes nothing from it.
 */
final class PipelineWarmUpRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineWarmUpRun.class);

    private volatile boolean closed;
    private Thread thread;

    /** Starts it; called once. */
    void begin(int zstdLevel) {
        thread = new Thread(() -> rehearse(zstdLevel), "gateway-backup-warm-up");
        thread.start();
    }

    private void rehearse(int zstdLevel) {
        try {
            PipelineWarmUp.run(zstdLevel, () -> closed);
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("A rehearsed backup failed: a real one would, too", e);
        }
    }

    /** Ends it, within a fraction of a second; without effect if it was never started. */
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
