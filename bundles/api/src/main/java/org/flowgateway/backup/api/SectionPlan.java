package org.flowgateway.backup.api;

import java.util.List;
import java.util.Objects;

/**
 * What a restore would do to one section.
 *
 * @param id the section's id
 * @param title its name for people
 * @param added what is not there now and would be
 * @param changed what would be something else
 * @param removed what is there now and would not be
 * @param entries the single paths, in the order of names; of very many the first 10,000. The totals are exact all the same
 */
public record SectionPlan(
        String id, String title, Total added, Total changed, Total removed, List<PlannedChange> entries) {

    /** The most entries a section's plan lists. */
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
     * Paths of one kind.
     *
     * @param count how many
     * @param bytes content of their files: that they have now if they are removed, else that they would have
     */
    public record Total(long count, long bytes) {

        /** None. */
        public static final Total NONE = new Total(0, 0);

        /** One path more. */
        public Total plus(long more) {
            return new Total(count + 1, bytes + more);
        }
    }
}
