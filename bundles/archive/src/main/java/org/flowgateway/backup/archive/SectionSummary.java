package org.flowgateway.backup.archive;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * Summary of one section of a backup. Immutable.
 *
 * @param id the section's id, {@code [a-z0-9_-]}, 1 to 64 of them
 * @param title name for people
 * @param required whether a backup without the section is incomplete
 * @param vault whether it belongs to the vault
 * @param formatVersion version of the section's own data, not negative
 * @param root absolute path on the backed-up gateway; {@code ""} if unknown or no text
 * @param entries number of entries in the index; with 0, not even a root, the section is not in the backup
 * @param bytes bytes of content of all files
 * @param omitted omissions by reason, none of them 0
 */
public record SectionSummary(
        String id,
        String title,
        boolean required,
        boolean vault,
        int formatVersion,
        String root,
        long entries,
        long bytes,
        Map<Omission.Reason, Long> omitted) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException if a field is not as described
     */
    public SectionSummary {
        ValueChecks.section(id);
        ValueChecks.label(title, "title");
        ValueChecks.notNegative(formatVersion, "format version");
        ValueChecks.that(root.isEmpty() || root.startsWith("/"), "root [" + root + "] is not absolute");
        int length = ValueChecks.utf8Length(root, "root");
        ValueChecks.that(
                length <= FormatLimits.PATH_BYTES,
                "root of [" + length + "] bytes is longer than [" + FormatLimits.PATH_BYTES + "]");
        ValueChecks.notNegative(entries, "entries");
        ValueChecks.notNegative(bytes, "bytes");
        omitted = copy(omitted);
    }

    /** Creates a summary without omissions and with an unknown root. */
    public SectionSummary(
            String id, String title, boolean required, boolean vault, int formatVersion, long entries, long bytes) {
        this(id, title, required, vault, formatVersion, "", entries, bytes, Map.of());
    }

    private static Map<Omission.Reason, Long> copy(Map<Omission.Reason, Long> omitted) {
        Map<Omission.Reason, Long> counts = new EnumMap<>(Omission.Reason.class);
        omitted.forEach((reason, count) -> {
            ValueChecks.that(count > 0, "[" + count + "] things omitted as " + reason.json());
            counts.put(reason, count);
        });
        return Collections.unmodifiableMap(counts);
    }

    /** Number of omissions. */
    public long omittedCount() {
        return omitted.values().stream().mapToLong(Long::longValue).sum();
    }
}
