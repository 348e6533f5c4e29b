package org.flowgateway.backup.archive.index;

import java.util.List;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Part;

/**
 * Member of a sealed pack, for the index.
 *
 * @param entry the entry; its size may differ from the bytes that were read
 * @param part 0 for the whole, from 1 for a part of a split file
 * @param last whether no further part follows
 * @param place pack, length and hash
 */
public record SealedMember(Entry entry, int part, boolean last, Part place) {

    /** Returns the entry of the index, as if there were no other part. */
    IndexedEntry indexed() {
        return new IndexedEntry(entry.withSize(place.length()), List.of(place));
    }
}
