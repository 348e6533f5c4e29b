package org.flowgateway.backup.archive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts entries and bytes by section while they pass, and compares them with the summaries. Not thread-safe. */
final class SectionTotals {

    private static final class Count {
        private long entries;
        private long bytes;
    }

    private final Map<String, Count> counts = new HashMap<>();
    private long entries;
    private long bytes;

    void add(Entry entry) throws ArchiveException {
        Count count = counts.computeIfAbsent(entry.section(), id -> new Count());
        count.entries++;
        count.bytes = Math.addExact(count.bytes, entry.size());
        entries++;
        bytes = Math.addExact(bytes, entry.size());
        if (entries > Limits.ENTRIES || counts.size() > Limits.SECTIONS) {
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
            summed += section.entries();
        }
        Checks.that(summed == entries, "of [" + entries + "] entries only [" + summed + "] are of a section that is listed");
    }
}
