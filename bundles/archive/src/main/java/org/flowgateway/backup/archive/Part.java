package org.flowgateway.backup.archive;

import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * Location of an entry's content, or of a part of it. Immutable.
 *
 * @param pack number of the pack, from 0
 * @param length bytes of content in that pack
 * @param sha256 of these bytes, 64 lower-case hexadecimal digits; {@code ""} for an entry that has no content: a directory or a link
 */
public record Part(int pack, long length, String sha256) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException if a field is not as described
     */
    public Part {
        ValueChecks.that(
                pack >= 0 && pack < FormatLimits.PACKS,
                "pack [" + pack + "] is not in [0] to [" + (FormatLimits.PACKS - 1) + "]");
        ValueChecks.notNegative(length, "length");
        ValueChecks.that(
                length <= FormatLimits.PACK_PLAIN_BYTES,
                "length [" + length + "] is more than the [" + FormatLimits.PACK_PLAIN_BYTES
                        + "] that a pack can have");
        ValueChecks.that(
                sha256.isEmpty() || ValueChecks.SHA256.matcher(sha256).matches(),
                "SHA-256 [" + sha256 + "] is not 64 lower-case hex digits");
        ValueChecks.that(!sha256.isEmpty() || length == 0, "content of [" + length + "] bytes without a SHA-256");
    }
}
