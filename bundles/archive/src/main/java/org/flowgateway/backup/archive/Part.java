package org.flowgateway.backup.archive;

/**
 * Where an entry's content, or a piece of it, lies. Immutable.
 *
 * @param pack number of the pack, from 0
 * @param length bytes of content in that pack
 * @param sha256 of these bytes, 64 lower-case hexadecimal digits; {@code ""} for an entry that has no content: a
 *        directory or a link
 */
public record Part(int pack, long length, String sha256) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException if a field is not as described
     */
    public Part {
        Checks.that(
                pack >= 0 && pack < Limits.PACKS, "pack [" + pack + "] is not in [0] to [" + (Limits.PACKS - 1) + "]");
        Checks.notNegative(length, "length");
        Checks.that(
                length <= Limits.PACK_PLAIN_BYTES,
                "length [" + length + "] is more than the [" + Limits.PACK_PLAIN_BYTES + "] that a pack can have");
        Checks.that(
                sha256.isEmpty() || Checks.SHA256.matcher(sha256).matches(),
                "SHA-256 [" + sha256 + "] is not 64 lower-case hex digits");
        Checks.that(!sha256.isEmpty() || length == 0, "content of [" + length + "] bytes without a SHA-256");
    }
}
