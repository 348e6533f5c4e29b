package org.flowgateway.backup.archive;

import java.util.regex.Pattern;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * Object of a backup as stored on the target. Immutable.
 *
 * @param name relative to the backup's directory, such as {@code packs/000000.tar.zst.pgp}; {@code [a-z0-9._/-]}, at most 180 characters, no
 *         empty, {@code .} or {@code ..} segment
 * @param length bytes
 * @param sha256 of these bytes, 64 lower-case hexadecimal digits
 */
public record StoredObject(String name, long length, String sha256) {

    /** Name of the index. */
    public static final String INDEX_NAME = "index.json.zst.pgp";

    /** Maximum number of packs of a backup. */
    public static final int MAX_PACKS = FormatLimits.PACKS;

    private static final Pattern SEGMENTS =
            Pattern.compile("(?!\\.{1,2}(/|$))[a-z0-9._-]+(/(?!\\.{1,2}(/|$))[a-z0-9._-]+)*");

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException if a field is not as described
     */
    public StoredObject {
        ValueChecks.that(
                name.length() <= 180 && SEGMENTS.matcher(name).matches(),
                "object name [" + name + "] is not a plain relative name");
        ValueChecks.notNegative(length, "length");
        ValueChecks.that(
                ValueChecks.SHA256.matcher(sha256).matches(),
                "SHA-256 [" + sha256 + "] is not 64 lower-case hex digits");
    }

    /**
     * Returns the name of a pack.
     *
     * @param number from 0
     * @throws IllegalArgumentException if {@code number} is not in 0 to 99,999
     */
    public static String packName(int number) {
        ValueChecks.that(
                number >= 0 && number < FormatLimits.PACKS,
                "pack [" + number + "] is not in [0] to [" + (FormatLimits.PACKS - 1) + "]");
        String digits = Integer.toString(number);
        return "packs/" + "0".repeat(6 - digits.length()) + digits + ".tar.zst.pgp";
    }
}
