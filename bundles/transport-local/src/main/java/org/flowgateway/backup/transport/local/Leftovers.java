package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporary files of sessions that died. A living writer holds a lock on its file, which the operating system lets go when the process
 * ends however it ends. Should a living one be taken for dead all the same, in the moment before it is locked, its writer notices and
 * writes anew: nothing is lost but time. Where the file system has no locks, nothing is taken for dead.
 */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final Set<Path> living;

    /** @param living temporary files that this process is writing at the moment; a set that may change at any time */
    Leftovers(Set<Path> living) {
        this.living = living;
    }

    /** Removes what dead sessions left in a directory. */
    void clear(Path directory) throws IOException {
        for (Path file : temporariesIn(directory, false)) {
            remove(file);
        }
    }

    /**
     * Removes what dead sessions left in a directory that holds nothing else. One that does hold something else is not read to its end,
     * so removing all objects of a large directory one by one stays cheap.
     */
    void clearIfAlone(Path directory) throws IOException {
        for (Path file : temporariesIn(directory, true)) {
            remove(file);
        }
    }

    private static List<Path> temporariesIn(Path directory, boolean noneIfOthers) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (TemporaryFile.isName(entry.getFileName().toString())) {
                    found.add(entry);
                } else if (noneIfOthers) {
                    return List.of();
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException absent) {
            return List.of();
        }
        return found;
    }

    private void remove(Path file) throws IOException {
        // A file of this process is not even opened: closing it again would let go of the lock its writer holds.
        if (!living.contains(file) && isDead(file)) {
            Files.deleteIfExists(file);
            LOG.info("Removed {}, which a session that died had left", file);
        }
    }

    private static boolean isDead(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException inUse) {
            return false;
        } catch (IOException e) {
            LOG.debug("Whether the writer of {} lives cannot be told", file, e);
            return false;
        }
    }
}
