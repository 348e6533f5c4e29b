package org.flowgateway.backup.archive;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts entries and bytes by section while they pass, and compares them with the summaries. Not thread-safe. */
final class SectionTotals {

    private static final class Count {
        private long entries;
        private long bytes;
        private final Map<Omission.Reason, Long> omitted = new EnumMap<>(Omission.Reason.class);
    }

    private final Map<String, Count> counts = new HashMap<>();
    private long entries;
    private long bytes;
    private long omissions;

    void add(Entry entry) throws ArchiveException {
        Count count = counts.computeIfAbsent(entry.section(), id -> new Count());
        count.entries++;
        count.bytes = Math.addExact(count.bytes, entry.size());
        entries++;
        bytes = Math.addExact(bytes, entry.size());
        checkLimits();
    }

    void omit(Omission omission) throws ArchiveException {
        counts.computeIfAbsent(omission.section(), id -> new Count()).omitted.merge(omission.reason(), 1L, Long::sum);
        omissions++;
        checkLimits();
    }

    private void checkLimits() throws ArchiveException {
        if (entries + omissions > Limits.ENTRIES || counts.size() > Limits.SECTIONS) {
            throw ArchiveException.limit("there are more than the [" + Limits.ENTRIES + "] entries or the [" + Limits.SECTIONS + "] sections allowed");
        }
    }

    long entries() {
        return entries;
    }

    long bytes() {
        return bytes;
    }

    long entries(String section) {
        Count count = counts.get(section);
        return count == null ? 0 : count.entries;
    }

    long bytes(String section) {
        Count count = counts.get(section);
        return count == null ? 0 : count.bytes;
    }

    Map<Omission.Reason, Long> omitted(String section) {
        Count count = counts.get(section);
        return count == null ? Map.of() : Map.copyOf(count.omitted);
    }

    /**
     * Compares.
     *
     * @throws IllegalArgumentException if a section has other entries or bytes than its summary says, or no summary
     */
    void check(List<SectionSummary> sections) {
        long summed = 0;
        for (SectionSummary section : sections) {
            boolean equal = section.entries() == entries(section.id()) && section.bytes() == bytes(section.id());
            Checks.that(equal, "section [" + section.id() + "] is said to have [" + section.entries() + "] entries of [" + section.bytes()
                    + "] bytes, and has [" + entries(section.id()) + "] of [" + bytes(section.id()) + "]");
            Checks.that(section.omitted().equals(omitted(section.id())), "section [" + section.id() + "] is said to lack [" + section.omittedCount()
                    + "] things for the reasons " + section.omitted().keySet() + ", which is not what is noted");
            summed += section.entries() + section.omittedCount();
        }
        Checks.that(summed == entries + omissions, "of [" + (entries + omissions) + "] entries only [" + summed + "] are of a section that is listed");
    }
}
