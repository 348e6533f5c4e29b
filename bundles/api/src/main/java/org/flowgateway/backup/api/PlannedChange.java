package org.flowgateway.backup.api;

import java.util.Objects;
import java.util.Set;

/**
 * What a restore would do to one path.
 *
 * @param path the section's id, or {@code section-id/path}
 * @param kind what would be done
 * @param type what it would be then; of something that is removed, what it is now
 * @param bytesNow bytes of content it has now; 0 if it is not there
 * @param bytesThen bytes of content it would have; 0 if it would not be there
 * @param differences what differs; empty unless it is {@link Kind#CHANGED}
 */
public record PlannedChange(
        String path, Kind kind, Type type, long bytesNow, long bytesThen, Set<Difference> differences) {

    /** What is done. */
    public enum Kind {
        /** It is not there now, and would be. */
        ADDED,
        /** It is there now, and would be something else. */
        CHANGED,
        /** It is there now, and would not be. */
        REMOVED
    }

    /** What something is. */
    public enum Type {
        FILE,
        DIRECTORY,
        SYMLINK,
        /** A socket, a pipe or a device: no backup holds one. */
        OTHER
    }

    /** In what the present state and the backup's differ. */
    public enum Difference {
        /** One is a file and the other a directory, or the like. */
        TYPE,
        /** The bytes of a file. */
        CONTENT,
        /** Where a symbolic link points to, or which names a file has within the section. */
        LINK,
        /** Permissions. */
        MODE,
        /** User or group, by name where the name exists here. Not compared where the gateway's user may not set them. */
        OWNER,
        /** Time of the last modification. */
        TIME,
        /** Access control lists and extended attributes, as far as the gateway's user may set them. */
        ATTRIBUTES
    }

    public PlannedChange {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(type, "type");
        differences = Set.copyOf(differences);
    }
}
