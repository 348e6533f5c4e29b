package org.flowgateway.backup.archive;

import java.util.List;
import java.util.Objects;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * Entry of the index with the location of its content. Immutable.
 *
 * @param entry the entry; its size is the sum of its parts
 * @param parts location of the content: one part for a whole entry, with or without content; several, in order, for a split file
 */
public record IndexedEntry(Entry entry, List<Part> parts) {

    /**
     * Checks that the parts fit the entry.
     *
     * @throws IllegalArgumentException if there is no part, several parts of a non-file, a hash without content or content without a hash, packs
     *         out of order, or a sum of lengths other than the entry's size
     */
    public IndexedEntry {
        Objects.requireNonNull(entry, "entry");
        parts = List.copyOf(parts);
        boolean file = entry.type() == Entry.Type.FILE;
        ValueChecks.that(
                !parts.isEmpty() && (file || parts.size() == 1),
                "a " + entry.type().json() + " in [" + parts.size() + "] parts");
        long sum = 0;
        int pack = 0;
        for (Part part : parts) {
            ValueChecks.that(file != part.sha256().isEmpty(), "a hash belongs to a file, and to nothing else");
            ValueChecks.that(part.pack() >= pack, "pack [" + part.pack() + "] after pack [" + pack + "]");
            pack = part.pack();
            sum = Math.addExact(sum, part.length());
        }
        ValueChecks.that(sum == entry.size(), "parts of [" + sum + "] bytes, entry of [" + entry.size() + "]");
    }

    /** Number of the pack with the last part. */
    public int lastPack() {
        return parts.get(parts.size() - 1).pack();
    }

    /**
     * Name in its tar of one of the parts.
     *
     * @param part index into {@link #parts()}, from 0
     */
    public String memberName(int part) {
        return parts.size() == 1 ? entry.memberName() : entry.memberName(part + 1);
    }
}
