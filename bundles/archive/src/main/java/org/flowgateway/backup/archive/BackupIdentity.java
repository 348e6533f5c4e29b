package org.flowgateway.backup.archive;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * Identity of a backup. Immutable.
 *
 * @param id a UUID, lower case
 * @param directory name of the backup's directory, see {@link BackupDirectoryName}
 * @param started start of the job
 * @param product name of the product that wrote it
 * @param productVersion version of that product
 * @param host the gateway's name
 */
public record BackupIdentity(
        String id, String directory, Instant started, String product, String productVersion, String host) {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException if a field is not as described
     */
    public BackupIdentity {
        ValueChecks.that(UUID.matcher(id).matches(), "id [" + id + "] is not a UUID in lower case");
        ValueChecks.that(
                BackupDirectoryName.parse(directory).isPresent(),
                "directory [" + directory + "] is not yyyyMMdd_HHmm or yyyyMMdd_HHmmss");
        Objects.requireNonNull(started, "started");
        ValueChecks.label(product, "product");
        ValueChecks.label(productVersion, "product version");
        ValueChecks.label(host, "host");
    }
}
