package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flowgateway.backup.tree.DirectoryHandle;

/**
 * Sync of restored trees to the disk before they take effect: whole file systems, one call each (syncfs(2)), on its own thread. It also
 * runs during staging, so that the disk need not write everything at the end. Thread-safe.
 */
final class FileSystemSync implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    /** Minimum bytes for a run: they take a disk a fraction of a second. */
    private static final long MIN_BYTES_PER_RUN = 96L << 20;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread created = new Thread(task, "restore-sync");
        created.setDaemon(true);
        return created;
    });
    private final Map<Long, DirectoryHandle> fileSystems = new LinkedHashMap<>();
    private final Duration limit;
    private Future<?> running;
    private long written;

    /**
     * Starts the first run, for whatever the disk has not yet written.
     *
     * @param trees directories of the restored trees
     */
    FileSystemSync(List<DirectoryHandle> trees) throws IOException {
        this(trees, LIMIT);
    }

    /** @param limit maximum time that a run may take after it is awaited */
    FileSystemSync(List<DirectoryHandle> trees, Duration limit) throws IOException {
        this.limit = limit;
        for (DirectoryHandle tree : trees) {
            fileSystems.putIfAbsent(tree.state().device(), tree);
        }
        start();
    }

    /** Counts bytes of files that are complete, and may start a run. Does not wait for the disk. */
    synchronized void written(long bytes) throws IOException {
        written += bytes;
        if (written >= MIN_BYTES_PER_RUN && running.isDone()) {
            await();
            start();
        }
    }

    /**
     * Waits for the disk. When this returns, everything below the trees survives a loss of power.
     *
     * @throws IOException if the disk fails, or takes longer than ten minutes
     */
    synchronized void finish() throws IOException {
        await();
        start();
        await();
    }

    private void start() {
        written = 0;
        running = thread.submit(() -> {
            for (DirectoryHandle each : fileSystems.values()) {
                each.syncFileSystem();
            }
            return null;
        });
    }

    private void await() throws IOException {
        try {
            running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(RestoreMessage.SYNC_TIMED_OUT.with(limit).text(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Stopped while the restored state was written to disk");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException known) {
                throw known;
            }
            throw new IOException(RestoreMessage.INTERNAL_ERROR.with().text(), e.getCause());
        }
    }

    /** Does not wait for a run in progress, which ends by itself. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
