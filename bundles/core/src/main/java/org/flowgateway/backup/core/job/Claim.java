package org.flowgateway.backup.core.job;

import java.util.Objects;
import org.flowgateway.backup.archive.DirectoryName;

/**
 * The directory that a backup took for itself on its target. What lies in it is removed if the job dies, so a claim that was not yet
 * confirmed carries proof: the first pack there is ours only if it has this length and SHA-256.
 *
 * @param directory the backup's directory name
 * @param firstLength bytes of the first pack
 * @param firstSha256 SHA-256 of the first pack, lower-case hexadecimal
 * @param confirmed whether the target is known to have stored it
 */
public record Claim(String directory, long firstLength, String firstSha256, boolean confirmed) {

    public Claim {
        if (DirectoryName.parse(directory).isEmpty()) {
            throw new IllegalArgumentException("[" + directory + "] is not the name of a backup's directory");
        }
        Objects.requireNonNull(firstSha256, "firstSha256");
    }

    /** The same claim, known to be stored. */
    public Claim confirm() {
        return new Claim(directory, firstLength, firstSha256, true);
    }
}
