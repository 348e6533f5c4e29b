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
 * Removes orphaned temporary files of dead sessions. An active writer holds a lock on its file, which the operating system releases when
 * the process ends. If a file of another process is removed before it is locked, its writer detects that and writes again: nothing is lost
 * but time. On a file system without locks no file counts as orphaned.
 *
 * <p>Sessions create regular files only: a pipe, device, link or directory with such a name is not the gateway's, and is kept.
 */
final class OrphanedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanedFiles.class);

    private final Set<String> active;

    /** @param active temporary files that this process is writing; may change at any time */
    OrphanedFiles(Set<String> active) {
        this.active = active;
    }

    /** Removes the orphans in a directory. */
    void removeAll(DirectoryHandle directory) throws IOException {
        directory.visitNames(name -> {
            removeIfTemporary(directory, name);
            return true;
        });
    }

    /**
     * Removes the orphans in a directory that holds nothing else. Reading stops at the first other entry, so removing all objects of a
     * large directory one by one stays cheap.
     */
    void removeIfOnlyOrphans(DirectoryHandle directory) throws IOException {
        directory.visitNames(name -> removeIfTemporary(directory, name));
    }

    /** @return {@code false} if the name is not the gateway's */
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
        // The name is removed before the lock: no two sessions decide at once.
        try (OpenFile file = lockIfOrphaned(directory, name)) {
            if (file != null) {
                directory.deleteFile(name);
                LOG.info("Removed {}/{}, which a session that died had left", directory.path(), name);
            }
        } catch (NoSuchFileException gone) {
            LOG.trace("{} is gone", name);
        }
    }

    /** Locks a file whose writer is dead; {@code null} if the writer is active, or its state is unknown. */
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
