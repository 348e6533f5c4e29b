package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Gives a finished file its name, without overwriting. A hard link does that by itself; a rename would overwrite. On a file system without
 * hard links (FAT, some network file systems) it looks first and renames then, which two writers at the same instant can get past.
 */
final class Publication {

    /** How a hard link is made. */
    @FunctionalInterface
    interface HardLink {

        /** @see Files#createLink */
        void create(Path link, Path existing) throws IOException;
    }

    private static final List<String> NO_HARD_LINKS =
            List.of("Operation not permitted", "Operation not supported", "Function not implemented");

    private final HardLink hardLink;

    Publication(HardLink hardLink) {
        this.hardLink = hardLink;
    }

    /**
     * Publishes a file.
     *
     * @return whether the file system itself saw to it that nothing was overwritten; the temporary name is there still in that case
     * @throws FileAlreadyExistsException if the name is taken
     */
    boolean publish(Path temporary, Path file) throws IOException {
        try {
            hardLink.create(file, temporary);
            return true;
        } catch (UnsupportedOperationException e) {
            Files.move(temporary, file);
            return false;
        } catch (FileSystemException e) {
            if (!NO_HARD_LINKS.contains(LocalFailure.reason(e))) {
                throw e;
            }
            // Without REPLACE_EXISTING this looks for the name first. If it was the right that was missing, it fails just the same.
            Files.move(temporary, file);
            return false;
        }
    }
}
