package org.flowgateway.backup.archive;

import java.util.Arrays;
import java.util.List;

/** Adds up what an index promises of every pack while entries pass, and compares it with what a pack can hold. Not thread-safe. */
final class PackTotals {

    private long[] contents = new long[64];
    private long[] headers = new long[64];

    /**
     * Takes the next entry.
     *
     * @throws ArchiveException with {@code LIMIT_EXCEEDED} if a pack of it is to hold more than one may
     */
    void add(IndexedEntry entry) throws ArchiveException {
        for (Part part : entry.parts()) {
            int pack = part.pack();
            if (pack >= contents.length) {
                int length = Math.min(Limits.PACKS, Math.max(pack + 1, contents.length * 2));
                contents = Arrays.copyOf(contents, length);
                headers = Arrays.copyOf(headers, length);
            }
            contents[pack] += (part.length() + TarWriter.RECORD - 1) / TarWriter.RECORD * TarWriter.RECORD;
            headers[pack] += leastHeader(entry.entry());
            if (headers[pack] > Limits.PACK_HEADER_BYTES || contents[pack] + headers[pack] + TarWriter.END > Limits.PACK_PLAIN_BYTES) {
                throw ArchiveException.limit("pack [" + pack + "] is to hold more than the [" + Limits.PACK_HEADER_BYTES + "] bytes of headers or the ["
                        + Limits.PACK_PLAIN_BYTES + "] in all that are allowed");
            }
        }
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
     * @throws IllegalArgumentException if a pack is to hold more than so few stored bytes can give, or there is no such pack
     */
    void check(List<StoredObject> packs) throws ArchiveException {
        for (int pack = 0; pack < contents.length; pack++) {
            Checks.that(headers[pack] == 0 || pack < packs.size(), "an entry is in pack [" + pack + "] of [" + packs.size() + "]");
        }
        for (int pack = 0; pack < packs.size(); pack++) {
            StoredObject object = packs.get(pack);
            if (object.length() > Limits.PACK_SEALED_BYTES) {
                throw ArchiveException.limit(object.name() + " of [" + object.length() + "] bytes is longer than the [" + Limits.PACK_SEALED_BYTES + "] allowed");
            }
            long promised = pack < contents.length ? contents[pack] + headers[pack] : 0;
            if (promised > object.length() * Limits.PACK_RATIO) {
                throw new IllegalArgumentException(object.name() + " of [" + object.length() + "] bytes cannot hold the [" + promised + "] that the index promises of it");
            }
        }
    }
}
