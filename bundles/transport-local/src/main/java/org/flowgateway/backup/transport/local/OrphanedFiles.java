package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.OpenFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporary files of sessions that died. A living writer holds a lock on its file, which the operating system releases when the process
 * ends however it ends. Should one of another process be taken for dead all the same, in the moment before it is locked, its writer notices
 * and writes anew: nothing is lost but time. Where the file system has no locks, nothing is taken for dead.
 *
 * <p>Sessions make regular files only: a pipe, a device, a link or a directory that has such a name is somebody else's, and left alone.
 */
final class OrphanedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanedFiles.class);

    private final Set<String> active;

    /** @param active temporary files that this process is writing at the moment; a set that may change at any time */
    OrphanedFiles(Set<String> active) {
        this.active = active;
    }

    /** Removes what dead sessions left in a directory. */
    void removeAll(DirectoryHandle directory) throws IOException {
        directory.visitNames(name -> {
            removeIfTemporary(directory, name);
            return true;
        });
    }

    /**
     * Removes what dead sessions left in a directory that holds nothing else. One that does hold something else is not read to its end,
     * so removing all objects of a large directory one by one stays cheap.
     */
    void removeIfOnlyOrphans(DirectoryHandle directory) throws IOException {
        directory.visitNames(name -> removeIfTemporary(directory, name));
    }

    /** @return {@code false} if the name is somebody else's */
    private boolean removeIfTemporary(DirectoryHandle directory, String name) throws IOException {
        if (!TemporaryFile.isName(name)) {
            return false;
        }
        Optional<FileState> state = directory.find(name);
        if (state.isPresent() && state.get().isRegular() && !active.contains(directory.path() + "/" + name)) {
            removeIfOrphaned(directory, name);
        }
        return state.isEmpty() || state.get().isRegular();
    }

    private static void removeIfOrphaned(DirectoryHandle directory, String name) throws IOException {
        // The name goes before the lock does: no two sessions judge it at once.
        try (OpenFile file = lockIfOrphaned(directory, name)) {
            if (file != null) {
                directory.deleteFile(name);
                LOG.info("Removed {}/{}, which a session that died had left", directory.path(), name);
            }
        } catch (NoSuchFileException gone) {
            LOG.trace("{} is gone", name);
        }
    }

    /** The file with its writer's lock; {@code null} if the writer lives, or this is not known. */
    private static OpenFile lockIfOrphaned(DirectoryHandle directory, String name) {
        OpenFile file = null;
        try {
            file = directory.openToWrite(name);
            if (file.tryLock()) {
                return file;
            }
        } catch (IOException e) {
            LOG.debug("It is not known whether the writer of {}/{} lives", directory.path(), name, e);
        }
        if (file != null) {
            file.close();
        }
        return null;
    }
}
