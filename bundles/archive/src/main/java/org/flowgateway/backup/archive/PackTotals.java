package org.flowgateway.backup.archive;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Adds up what an index promises of every pack while entries pass, and compares it with what a pack can hold. Not thread-safe. */
final class PackTotals {

    private static final int NONE = -1;

    private long[] contents = new long[64];
    private long[] headers = new long[64];
    private int[] weights = new int[64];
    private int[] first = filled(64);
    private int[] last = filled(64);
    private int entries;

    /**
     * Takes the next entry.
     *
     * @throws ArchiveException with {@code LIMIT_EXCEEDED} if a pack of it is to hold more than one may
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
            headers[pack] += leastHeader(entry.entry());
            weights[pack] += weight(entry.entry());
            if (headers[pack] > FormatLimits.PACK_HEADER_BYTES
                    || contents[pack] + headers[pack] + TarWriter.END > FormatLimits.PACK_PLAIN_BYTES) {
                throw ArchiveException.limit("pack [" + pack + "] is to hold more than the ["
                        + FormatLimits.PACK_HEADER_BYTES + "] bytes of headers or the [" + FormatLimits.PACK_PLAIN_BYTES
                        + "] in all that are allowed");
            }
            if (weights[pack] > FormatLimits.PACK_WEIGHT) {
                throw ArchiveException.limit("pack [" + pack + "] is to hold more entries than allowed");
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

    /** What an entry takes of {@link FormatLimits#PACK_WEIGHT}: about the bytes of memory that it takes while its pack is made, or read. */
    static int weight(Entry entry) {
        int texts = entry.path().length()
                + entry.linkTarget().length()
                + entry.user().length()
                + entry.group().length();
        return FormatLimits.ENTRY_WEIGHT + texts + entry.extended().weight();
    }

    /** What a tar needs at least to say what the index says of a member; times and numbers may take more. */
    private static long leastHeader(Entry entry) {
        long extended = PaxRecords.textLength(entry.path(), entry.linkTarget(), entry.user(), entry.group())
                + PaxRecords.extendedLength(entry.extended());
        return extended == 0 ? TarWriter.RECORD : 2 * TarWriter.RECORD + Math.max(TarWriter.RECORD, extended);
    }

    /**
     * Compares.
     *
     * @param packs all of them, by number
     * @throws ArchiveException with {@code LIMIT_EXCEEDED} if a pack is longer than allowed
     * @throws IllegalArgumentException if a pack is to hold more than so few stored bytes can give, or there is no such pack, or entries of too
     *         many packs stand side by side
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
                throw ArchiveException.limit(object.name() + " of [" + object.length() + "] bytes is longer than the ["
                        + FormatLimits.PACK_SEALED_BYTES + "] allowed");
            }
            long promised = pack < contents.length ? contents[pack] + headers[pack] : 0;
            if (promised > object.length() * FormatLimits.PACK_RATIO) {
                throw new IllegalArgumentException(object.name() + " of [" + object.length()
                        + "] bytes cannot hold the [" + promised + "] that the index promises of it");
            }
        }
        checkOpen();
    }

    /** Packs that have entries both before and after a place in the index are held by whoever goes through it: they must fit into memory. */
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

    /** For every pack the number of the last entry, counted from 0, that is in it; -1 if none is. */
    int[] lastEntries(int packs) {
        int[] result = Arrays.copyOf(last, packs);
        if (packs > last.length) {
            Arrays.fill(result, last.length, packs, NONE);
        }
        return result;
    }
}
