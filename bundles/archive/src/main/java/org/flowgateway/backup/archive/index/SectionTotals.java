package org.flowgateway.backup.archive.index;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/** Counts of entries, bytes and omissions by section, compared with the summaries. Not thread-safe. */
final class SectionTotals {

    private static final class Count {
        private long entries;
        private long bytes;
        private final Map<Omission.Reason, Long> omitted = new EnumMap<>(Omission.Reason.class);
    }

    private final Map<String, Count> counts = new LinkedHashMap<>();
    private long entries;
    private long bytes;
    private long omissions;

    void add(Entry entry) throws ArchiveException {
        add(entry.section(), 1, entry.size());
    }

    void add(String section, long moreEntries, long moreBytes) throws ArchiveException {
        Count count = count(section);
        count.entries += moreEntries;
        count.bytes = Math.addExact(count.bytes, moreBytes);
        entries += moreEntries;
        bytes = Math.addExact(bytes, moreBytes);
        checkLimits();
    }

    /** Adds other counts. */
    void add(SectionTotals other) throws ArchiveException {
        for (Map.Entry<String, Count> count : other.counts.entrySet()) {
            add(count.getKey(), count.getValue().entries, count.getValue().bytes);
        }
    }

    void omit(Omission omission) throws ArchiveException {
        count(omission.section()).omitted.merge(omission.reason(), 1L, Long::sum);
        omissions++;
        checkLimits();
    }

    private Count count(String section) {
        return counts.computeIfAbsent(section, id -> new Count());
    }

    private void checkLimits() throws ArchiveException {
        if (entries + omissions > FormatLimits.ENTRIES || counts.size() > FormatLimits.SECTIONS) {
            throw ArchiveMessage.TOO_MANY_ENTRIES.exception(FormatLimits.ENTRIES, FormatLimits.SECTIONS);
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
     * Compares with the summaries, which are listed in the order of their entries.
     *
     * @throws IllegalArgumentException if a count differs
     */
    void check(List<SectionSummary> sections) {
        checkCounts(sections);
        List<String> ordered = sections.stream()
                .map(SectionSummary::id)
                .filter(counts::containsKey)
                .toList();
        ValueChecks.that(
                ordered.equals(List.copyOf(counts.keySet())),
                "the sections are listed in another order than their entries");
    }

    /**
     * Compares with the summaries, whatever the order of their entries.
     *
     * @throws IllegalArgumentException if a count differs
     */
    void checkCounts(List<SectionSummary> sections) {
        long summed = 0;
        for (SectionSummary section : sections) {
            boolean equal = section.entries() == entries(section.id()) && section.bytes() == bytes(section.id());
            ValueChecks.that(
                    equal,
                    "section [" + section.id() + "] is said to have [" + section.entries() + "] entries of ["
                            + section.bytes() + "] bytes, and has [" + entries(section.id()) + "] of ["
                            + bytes(section.id()) + "]");
            ValueChecks.that(
                    section.omitted().equals(omitted(section.id())),
                    "section [" + section.id() + "] is said to lack [" + section.omittedCount()
                            + "] things for the reasons " + section.omitted().keySet()
                            + ", which is not what is noted");
            summed += section.entries() + section.omittedCount();
        }
        ValueChecks.that(
                summed == entries + omissions,
                "of [" + (entries + omissions) + "] entries only [" + summed + "] are of a section that is listed");
    }
}
