package org.flowgateway.backup.archive.index;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Part;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;
import org.flowgateway.backup.archive.tar.PaxRecords;
import org.flowgateway.backup.archive.tar.TarWriter;

/** Sums of the content that an index states for every pack, compared with the capacity of a pack. Not thread-safe. */
final class PackTotals {

    private static final int NONE = -1;

    private long[] contents = new long[64];
    private long[] headers = new long[64];
    private int[] weights = new int[64];
    private int[] first = filled(64);
    private int[] last = filled(64);
    private int entries;

    /**
     * Adds the next entry.
     *
     * @throws ArchiveException with {@code LIMIT_EXCEEDED} if a pack exceeds its limits
     */
    void add(IndexedEntry entry) throws ArchiveException {
        for (Part part : entry.parts()) {
            int pack = part.pack();
            if (pack >= contents.length) {
                grow(pack);
            }
            first[pack] = first[pack] == NONE ? entries : first[pack];
            last[pack] = entries;
            contents[pack] += (part.length() + TarWriter.RECORD - 1) / TarWriter.RECORD * TarWriter.RECORD;
            headers[pack] += minHeaderBytes(entry.entry());
            weights[pack] += entry.entry().weight();
            if (headers[pack] > FormatLimits.PACK_HEADER_BYTES
                    || contents[pack] + headers[pack] + TarWriter.END > FormatLimits.PACK_PLAIN_BYTES) {
                throw ArchiveMessage.PACK_TAR_TOO_LONG.exception(
                        pack, FormatLimits.PACK_HEADER_BYTES, FormatLimits.PACK_PLAIN_BYTES);
            }
            if (weights[pack] > FormatLimits.PACK_WEIGHT) {
                throw ArchiveMessage.PACK_ENTRIES_TOO_MANY.exception(pack);
            }
        }
        entries++;
    }

    private void grow(int pack) {
        int length = Math.min(FormatLimits.PACKS, Math.max(pack + 1, contents.length * 2));
        int before = contents.length;
        contents = Arrays.copyOf(contents, length);
        headers = Arrays.copyOf(headers, length);
        weights = Arrays.copyOf(weights, length);
        first = Arrays.copyOf(first, length);
        last = Arrays.copyOf(last, length);
        Arrays.fill(first, before, length, NONE);
        Arrays.fill(last, before, length, NONE);
    }

    private static int[] filled(int length) {
        int[] result = new int[length];
        Arrays.fill(result, NONE);
        return result;
    }

    /** Minimum bytes of a member's tar headers; times and numbers may take more. */
    private static long minHeaderBytes(Entry entry) {
        long extended = PaxRecords.textLength(entry.path(), entry.linkTarget(), entry.user(), entry.group())
                + PaxRecords.extendedLength(entry.extended());
        return extended == 0 ? TarWriter.RECORD : 2 * TarWriter.RECORD + Math.max(TarWriter.RECORD, extended);
    }

    /**
     * Compares the sums with the packs.
     *
     * @param packs all of them, by number
     * @throws ArchiveException with {@code LIMIT_EXCEEDED} if a pack is longer than allowed
     * @throws IllegalArgumentException if a pack has too few stored bytes for its content, or does not exist, or if entries of too many packs
     *         are interleaved
     */
    void check(List<StoredObject> packs) throws ArchiveException {
        for (int pack = 0; pack < contents.length; pack++) {
            ValueChecks.that(
                    headers[pack] == 0 || pack < packs.size(),
                    "an entry is in pack [" + pack + "] of [" + packs.size() + "]");
        }
        for (int pack = 0; pack < packs.size(); pack++) {
            StoredObject object = packs.get(pack);
            if (object.length() > FormatLimits.PACK_SEALED_BYTES) {
                throw ArchiveMessage.PACK_OBJECT_TOO_LONG.exception(
                        object.name(), object.length(), FormatLimits.PACK_SEALED_BYTES);
            }
            long promised = pack < contents.length ? contents[pack] + headers[pack] : 0;
            if (promised > object.length() * FormatLimits.PACK_RATIO) {
                throw new IllegalArgumentException(object.name() + " of [" + object.length()
                        + "] bytes cannot hold the [" + promised + "] that the index promises of it");
            }
        }
        checkOpen();
    }

    /** Checks the packs with entries both before and after a place in the index: a reader holds them, so they must fit into memory. */
    private void checkOpen() {
        int[] byFirst = used(first);
        int[] byLast = used(last);
        long open = 0;
        int ended = 0;
        for (int pack : byFirst) {
            while (last[byLast[ended]] < first[pack]) {
                open -= weights[byLast[ended]];
                ended++;
            }
            open += weights[pack];
            ValueChecks.that(open <= FormatLimits.OPEN_WEIGHT, "the entries of too many packs stand side by side");
        }
    }

    private int[] used(int[] by) {
        return IntStream.range(0, contents.length)
                .filter(pack -> first[pack] != NONE)
                .boxed()
                .sorted((one, other) -> Integer.compare(by[one], by[other]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Number of the last entry in every pack, counted from 0; -1 for none. */
    int[] lastEntries(int packs) {
        int[] result = Arrays.copyOf(last, packs);
        if (packs > last.length) {
            Arrays.fill(result, last.length, packs, NONE);
        }
        return result;
    }
}
