package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.Set;
import org.flowgateway.backup.tree.DirectoryHandle;

/**
 * Gives a finished file its name, without overwriting: by a hard link, which never overwrites; on a file system without hard links (FAT, some
 * network file systems) by a rename that replaces nothing; and where there is no such rename either, by looking first and renaming then, which two
 * writers at the same instant can get past.
 */
final class LocalPublication {

    private static final Set<String> NO_HARD_LINKS =
            Set.of("Operation not permitted", "Operation not supported", "Function not implemented");
    private static final Set<String> NO_EXCLUSIVE_RENAME =
            Set.of("Invalid argument", "Operation not supported", "Function not implemented");

    private LocalPublication() {}

    /**
     * Publishes a file.
     *
     * @param directory where both names are
     * @return {@code true} if the file system itself ensured that nothing was overwritten
     * @throws FileAlreadyExistsException if the name is taken
     */
    static boolean publish(DirectoryHandle directory, String temporary, String name) throws IOException {
        try {
            directory.createLink(name, temporary);
            return true;
        } catch (FileSystemException e) {
            if (!NO_HARD_LINKS.contains(LocalFailure.reason(e))) {
                throw e;
            }
        }
        // If it was the permission that was missing, this fails just the same.
        try {
            directory.renameExclusively(temporary, directory, name);
            return true;
        } catch (FileSystemException e) {
            if (!NO_EXCLUSIVE_RENAME.contains(LocalFailure.reason(e))) {
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
