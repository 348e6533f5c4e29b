package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.Set;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.OpenFile;

/**
 * Publishes a finished file under its name without overwriting, by a hard link. On a file system without hard links (FAT, some network file
 * systems) it uses a rename that replaces nothing. Without such a rename it checks the name, then renames; two writers at the same instant
 * can both pass that check.
 */
final class LocalPublication {

    private static final Set<String> NO_HARD_LINKS =
            Set.of("Operation not permitted", "Operation not supported", "Function not implemented");
    private static final Set<String> NO_EXCLUSIVE_RENAME =
            Set.of("Invalid argument", "Operation not supported", "Function not implemented");

    /** Reasons for one refused link, on a file system that may have others: across file systems, or beyond the maximum of a file's links. */
    private static final Set<String> NOT_LINKABLE = Set.of("Invalid cross-device link", "Too many links");

    private LocalPublication() {}

    /**
     * Links an open file.
     *
     * @param directory directory of the new name
     * @return {@code false} if the file system refuses this link
     * @throws FileAlreadyExistsException if the name is taken
     */
    static boolean isLinked(DirectoryHandle directory, OpenFile file, String name) throws IOException {
        try {
            directory.createLink(name, file);
            return true;
        } catch (FileSystemException e) {
            String reason = LocalFailureClassifier.reason(e);
            if (NO_HARD_LINKS.contains(reason) || NOT_LINKABLE.contains(reason)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Publishes a file.
     *
     * @param directory directory of both names
     * @return {@code true} if the file system itself ensured that nothing was overwritten
     * @throws FileAlreadyExistsException if the name is taken
     */
    static boolean publish(DirectoryHandle directory, String temporary, String name) throws IOException {
        try {
            directory.createLink(name, temporary);
            return true;
        } catch (FileSystemException e) {
            if (!NO_HARD_LINKS.contains(LocalFailureClassifier.reason(e))) {
                throw e;
            }
        }
        // Without permission this fails as well.
        try {
            directory.renameExclusively(temporary, directory, name);
            return true;
        } catch (FileSystemException e) {
            if (!NO_EXCLUSIVE_RENAME.contains(LocalFailureClassifier.reason(e))) {
                throw e;
            }
        }
        if (directory.find(name).isPresent()) {
            throw new FileAlreadyExistsException(directory.path() + "/" + name);
        }
        directory.rename(temporary, directory, name);
        return false;
    }
}
