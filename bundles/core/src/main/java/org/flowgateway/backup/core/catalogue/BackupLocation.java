package org.flowgateway.backup.core.catalogue;

import java.util.Optional;
import org.flowgateway.backup.archive.BackupDirectoryName;
import org.flowgateway.backup.spi.transport.ObjectName;

/**
 * Location of a backup's objects, relative to a session's root.
 *
 * @param directory the name of the backup's directory
 * @param prefix prefix of its objects' names; empty if the session's root is the backup's directory itself
 */
public record BackupLocation(BackupDirectoryName directory, Optional<ObjectName> prefix) {

    /** A backup in a directory of backups. */
    public static BackupLocation below(BackupDirectoryName directory) {
        return new BackupLocation(directory, Optional.of(new ObjectName(directory.toString())));
    }

    /** The backup that the session's root is. */
    public static BackupLocation root(BackupDirectoryName directory) {
        return new BackupLocation(directory, Optional.empty());
    }

    /** The name of an object, for example {@code packs/000000.tar.zst.pgp}, seen from the session's root. */
    public ObjectName object(String name) {
        return prefix.map(directoryName -> directoryName.resolve(name)).orElseGet(() -> new ObjectName(name));
    }

    /** The backup's directory as people write it. */
    public String displayName(String path) {
        return prefix.isEmpty() ? path : path + (path.endsWith("/") ? "" : "/") + directory;
    }
}
