package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.io.InterruptedIOException;
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
 * Brings restored trees to the disk before they take effect: whole file systems with one call each (syncfs(2)), on a thread of its own. That runs
 * while the trees are still being made, too, so that the disk does not have to write all of them at their end. Thread-safe.
 */
final class FileSystemSync implements AutoCloseable {

    private static final long MAX_MINUTES = 10;
    /** Bytes that are worth a run of their own: a fraction of a second for a disk. */
    private static final long MIN_BYTES_PER_RUN = 96L << 20;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread created = new Thread(task, "restore-sync");
        created.setDaemon(true);
        return created;
    });
    private final Map<Long, DirectoryHandle> fileSystems = new LinkedHashMap<>();
    private Future<?> running;
    private long written;

    /**
     * Begins to write what the disk has not got yet, whose ever it is.
     *
     * @param trees directories of the restored trees
     */
    FileSystemSync(List<DirectoryHandle> trees) throws IOException {
        for (DirectoryHandle tree : trees) {
            fileSystems.putIfAbsent(tree.state().device(), tree);
        }
        start();
    }

    /** Takes note of so many more bytes in files that need not be written to any more. Does not wait for the disk. */
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
            running.get(MAX_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new IOException("the disk does not write what it was given within " + MAX_MINUTES + " minutes", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Stopped while the restored state was written to disk");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException known) {
                throw known;
            }
            throw new IOException("the disk failed to write what it was given", e.getCause());
        }
    }

    /** Waits for no run: one that is under way ends by itself. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
