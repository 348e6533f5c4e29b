package org.flowgateway.backup.api;

import java.time.Instant;
import java.util.Objects;

/**
 * Backup that a plan restores.
 *
 * @param directory name of its directory
 * @param id id of the backup, a UUID
 * @param started start of the backup
 * @param host name of the backed-up gateway
 * @param product product that wrote it
 * @param version version of that product
 */
public record PlannedBackup(String directory, String id, Instant started, String host, String product, String version) {

    public PlannedBackup {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(version, "version");
    }
}
