package org.flowgateway.backup.api;

import java.time.Instant;
import java.util.Objects;

/**
 * The backup that a plan restores.
 *
 * @param directory name of its directory
 * @param id its own id, a UUID
 * @param started when it was started
 * @param host the gateway it was taken of
 * @param product what made it
 * @param version the version of that
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
