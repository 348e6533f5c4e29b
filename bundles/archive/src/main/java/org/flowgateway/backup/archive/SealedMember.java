package org.flowgateway.backup.archive;

import java.util.List;

/**
 * Member of a sealed pack, for the index.
 *
 * @param entry the entry; its size may differ from the bytes that were read
 * @param part 0 for the whole, from 1 for a part of a split file
 * @param last whether no further part follows
 * @param place pack, length and hash
 */
record SealedMember(Entry entry, int part, boolean last, Part place) {

    /** Returns the entry of the index, as if there were no other part. */
    IndexedEntry indexed() {
        return new IndexedEntry(entry.withSize(place.length()), List.of(place));
    }
}
