package org.flowgateway.backup.core.job;

import java.util.regex.Pattern;
import org.flowgateway.backup.archive.BackupDirectoryName;

/**
 * Directory that a backup claimed on its target. Its objects are removed if the job dies, so a claim carries proof of ownership: length
 * and SHA-256 of the first pack.
 *
 * @param directory the backup's directory name
 * @param firstLength bytes of the first pack
 * @param firstSha256 SHA-256 of the first pack, lower-case hexadecimal
 * @param confirmed whether the target is known to have stored it
 */
public record Claim(String directory, long firstLength, String firstSha256, boolean confirmed) {

    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{1,64}");
    private static final int MARKER_DIGITS = 16;

    public Claim {
        if (BackupDirectoryName.parse(directory).isEmpty()) {
            throw new IllegalArgumentException("[" + directory + "] is not the name of a backup's directory");
        }
        if (!HEXADECIMAL.matcher(firstSha256).matches()) {
            throw new IllegalArgumentException("[" + firstSha256 + "] is not a SHA-256");
        }
    }

    /** The same claim, known to be stored. */
    public Claim confirm() {
        return new Claim(directory, firstLength, firstSha256, true);
    }

    /**
     * The name of the object that marks the directory as taken where the target lets two writers create one name. No other job has it,
     * since no two packs are the same.
     */
    public String marker() {
        return "claim-" + firstSha256.substring(0, Math.min(MARKER_DIGITS, firstSha256.length()));
    }
}
