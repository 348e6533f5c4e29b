package org.flowgateway.backup.archive;

/**
 * What a backup holds of one section. Immutable.
 *
 * @param id the section's id, {@code [a-z0-9_-]}, 1 to 64 of them
 * @param title its name for people
 * @param required whether a backup without it is none
 * @param vault whether it belongs to the vault
 * @param formatVersion version of what the section itself put into its files, not negative
 * @param entries how many entries the index has of it
 * @param bytes content of its files
 */
public record SectionSummary(String id, String title, boolean required, boolean vault, int formatVersion, long entries, long bytes) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException if a field is not as described
     */
    public SectionSummary {
        Checks.section(id);
        Checks.label(title, "title");
        Checks.notNegative(formatVersion, "format version");
        Checks.notNegative(entries, "entries");
        Checks.notNegative(bytes, "bytes");
    }
}
