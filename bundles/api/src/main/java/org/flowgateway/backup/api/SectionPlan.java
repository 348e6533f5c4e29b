package org.flowgateway.backup.api;

import java.util.List;
import java.util.Objects;

/**
 * Changes of a restore in one section.
 *
 * @param id the section's id
 * @param title name of the section for people
 * @param added paths that do not exist now and would exist
 * @param changed paths that would differ
 * @param removed paths that exist now and would not exist
 * @param entries the single paths, in the order of names, at most the first 10,000. The totals are exact in any case
 */
public record SectionPlan(
        String id, String title, Total added, Total changed, Total removed, List<PlannedChange> entries) {

    /** Maximum number of entries in a section's plan. */
    public static final int MOST_ENTRIES = 10_000;

    public SectionPlan {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(added, "added");
        Objects.requireNonNull(changed, "changed");
        Objects.requireNonNull(removed, "removed");
        entries = List.copyOf(entries);
    }

    /**
     * Number of paths of one kind.
     *
     * @param count number of paths
     * @param bytes bytes of content of their files: the current ones for removals, otherwise those after the restore
     */
    public record Total(long count, long bytes) {

        /** Total of no path. */
        public static final Total NONE = new Total(0, 0);

        /** Returns the total with one more path. */
        public Total plus(long more) {
            return new Total(count + 1, bytes + more);
        }
    }
}
