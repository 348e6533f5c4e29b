package org.flowgateway.backup.core.catalogue;

import java.time.Instant;
import org.flowgateway.backup.archive.index.Manifest;

/**
 * A backup with its commit marker.
 *
 * @param location location of its objects
 * @param manifest what the marker says, which nothing authenticates yet
 */
public record CommittedBackup(BackupLocation location, Manifest manifest) {

    /** The time of the backup's start. */
    public Instant started() {
        return manifest.identity().started();
    }
}
