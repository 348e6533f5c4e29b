package org.flowgateway.backup.archive;

import java.util.List;

/**
 * A member of a sealed pack, on its way into the index.
 *
 * @param entry what it is; its size may be another than what was read in the end
 * @param part 0 for all of it, from 1 for a part of a cut file
 * @param last whether no further part follows
 * @param place where, how long, and its hash
 */
record PackedMember(Entry entry, int part, boolean last, Part place) {

    /** As the index would have it if there were no other part. */
    IndexedEntry indexed() {
        return new IndexedEntry(entry.withSize(place.length()), List.of(place));
    }
}
