package org.flowgateway.backup.api;

import java.util.Objects;
import java.util.Set;

/**
 * Change of one path by a restore.
 *
 * @param path the section's id, or {@code section-id/path}
 * @param kind kind of the change
 * @param type type after the restore; for a removal, the current type
 * @param bytesNow current bytes of content; 0 if the path does not exist
 * @param bytesThen bytes of content after the restore; 0 if the path would not exist
 * @param differences differences; empty unless the kind is {@link Kind#CHANGED}
 */
public record PlannedChange(
        String path, Kind kind, Type type, long bytesNow, long bytesThen, Set<Difference> differences) {

    /** Kinds of changes. */
    public enum Kind {
        /** The path does not exist now, and would exist. */
        ADDED,
        /** The path exists now, and would differ. */
        CHANGED,
        /** The path exists now, and would not exist. */
        REMOVED
    }

    /** Types of files. */
    public enum Type {
        FILE,
        DIRECTORY,
        SYMLINK,
        /** Socket, pipe or device, which no backup contains. */
        OTHER
    }

    /** Differences between the current state and the backup's. */
    public enum Difference {
        /** Type, such as a file and a directory. */
        TYPE,
        /** Content of a file. */
        CONTENT,
        /** Target of a symbolic link, or the names of a file within the section. */
        LINK,
        /** Permissions. */
        MODE,
        /** User or group, by name if the name exists here. Not compared if the gateway's user cannot set them. */
        OWNER,
        /** Time of the last modification. */
        TIME,
        /** Access control lists and extended attributes, as far as the gateway's user can set them. */
        ATTRIBUTES
    }

    public PlannedChange {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(type, "type");
        differences = Set.copyOf(differences);
    }
}
