package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes restored trees to disk before they take effect. One {@code sync -f} (GNU coreutils, {@code syncfs(2)}) writes a whole file
 * system, where the platform could only do so file by file; where that program is missing, file by file it is. It is run while the trees
 * are still being made, too, so that the disk does not have to write all of them at their end. Thread-safe.
 */
final class FileSystemSync implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileSystemSync.class);
    private static final long MOST_MINUTES = 10;
    /** Bytes that are worth a run of their own: a fraction of a second for a disk. */
    private static final long WORTH_A_RUN = 96L << 20;

    private final List<Path> trees;
    private final List<String> command = new ArrayList<>(List.of("sync", "-f"));
    private Process running;
    private boolean known;
    private boolean supported = true;
    private long written;

    /**
     * Begins to write what the disk has not got yet, whose ever it is.
     *
     * @param trees directories that are there
     */
    FileSystemSync(List<Path> trees) throws IOException {
        this.trees = List.copyOf(trees);
        Map<FileStore, Path> fileSystems = new LinkedHashMap<>();
        for (Path tree : trees) {
            fileSystems.putIfAbsent(Files.getFileStore(tree), tree);
        }
        fileSystems.values().forEach(tree -> command.add(tree.toString()));
        start();
    }

    /** Tells that so many more bytes are in files that need not be written to any more. Does not wait for the disk. */
    synchronized void written(long bytes) throws IOException {
        written += bytes;
        if (supported && written >= WORTH_A_RUN && !running.isAlive()) {
            check();
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
        if (supported) {
            start();
            await();
        }
        if (!supported) {
            for (Path tree : trees) {
                syncEach(tree);
            }
        }
    }

    private void start() {
        written = 0;
        try {
            running = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            LOG.debug("There is no program sync: each file is written to disk by itself", e);
            supported = false;
        }
    }

    private void await() throws IOException {
        if (!supported) {
            return;
        }
        try {
            if (!running.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("the disk does not write what it was given within " + MOST_MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Stopped while the restored state was written to disk");
        }
        check();
    }

    /** The first run, before anything of a restore was written, tells whether the program can do this; later on a failure is the disk's. */
    private void check() throws IOException {
        if (running.exitValue() == 0) {
            known = true;
        } else if (known) {
            throw new IOException("the disk failed to write what it was given: look for its errors in the system's log");
        } else {
            LOG.debug("The program sync cannot write one file system: each file is written to disk by itself");
            supported = false;
        }
    }

    private static void syncEach(Path tree) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(tree)) {
            files = walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)).toList();
        }
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Ends a run that nobody waits for any more. */
    @Override
    public synchronized void close() {
        if (running != null) {
            running.destroy();
        }
    }
}
