package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes restored trees to disk before they take effect. One {@code sync -f} (GNU coreutils, {@code syncfs(2)}) writes a whole file
 * system, where the platform could only do so file by file; where that program is missing, file by file it is.
 */
final class FileSystemSync {

    private static final Logger LOG = LoggerFactory.getLogger(FileSystemSync.class);
    private static final long MOST_MINUTES = 10;

    private FileSystemSync() {
    }

    /** When this returns, everything below the tree survives a loss of power. */
    static void sync(Path tree) throws IOException {
        if (!syncWhole(tree)) {
            syncEach(tree);
        }
    }

    private static boolean syncWhole(Path tree) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(List.of("sync", "-f", tree.toString())).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            LOG.debug("There is no program sync: each file is written to disk by itself", e);
            return false;
        }
        try {
            if (process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                return process.exitValue() == 0;
            }
            throw new IOException("the disk does not write what it was given within " + MOST_MINUTES + " minutes");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Stopped while the restored state was written to disk");
        } finally {
            process.destroy();
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
}
