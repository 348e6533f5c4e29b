package org.flowgateway.backup.archive.index;

import java.nio.charset.StandardCharsets;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.WalkOrder;

/**
 * Sort key of an index line within its section.
 *
 * @param path path in bytes
 * @param part 0 for a whole entry, from 1 for a part of a split file, {@link #OMISSION} for an omission
 */
record IndexSortKey(byte[] path, int part) implements Comparable<IndexSortKey> {

    /** Part number of an omission, which comes after the entry that it may concern. */
    static final int OMISSION = Integer.MAX_VALUE;

    static IndexSortKey of(SealedMember member) {
        return new IndexSortKey(member.entry().path().getBytes(StandardCharsets.UTF_8), member.part());
    }

    static IndexSortKey of(Omission omission) {
        return new IndexSortKey(omission.pathBytes(), OMISSION);
    }

    @Override
    public int compareTo(IndexSortKey other) {
        int order = WalkOrder.compare(path, other.path);
        return order == 0 ? Integer.compare(part, other.part) : order;
    }
}
