package org.flowgateway.backup.core.catalogue;

import java.time.Instant;
import org.flowgateway.backup.archive.Manifest;

/**
 * A backup with its commit marker.
 *
 * @param location where its objects lie
 * @param manifest what the marker says, which nothing authenticates yet
 */
public record CommittedBackup(BackupLocation location, Manifest manifest) {

    /** When the backup was started. */
    public Instant started() {
        return manifest.identity().started();
    }
}
