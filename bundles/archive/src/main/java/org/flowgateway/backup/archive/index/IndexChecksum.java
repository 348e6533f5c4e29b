package org.flowgateway.backup.archive.index;

import java.util.List;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.Part;

/**
 * Sum over all content of an index, independent of its order. It compares what was put into packs with what the index contains. It protects
 * against mistakes, not against attackers. Not thread-safe.
 */
final class IndexChecksum {

    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private long sum;

    /** Adds a member as it was packed. */
    void add(SealedMember member) {
        if (member.part() == 0) {
            add(member.indexed());
        } else {
            add(member.entry(), member.part(), member.place());
        }
    }

    /** Adds an entry of the index. */
    void add(IndexedEntry indexed) {
        List<Part> parts = indexed.parts();
        if (parts.size() == 1) {
            add(indexed.entry().memberName().hashCode(), indexed.hashCode());
        } else {
            for (int i = 0; i < parts.size(); i++) {
                add(indexed.entry(), i + 1, parts.get(i));
            }
        }
    }

    /** Adds an omission. */
    void add(Omission omission) {
        add(omission.path().hashCode(), omission.hashCode());
    }

    private void add(Entry entry, int part, Part place) {
        add(entry.memberName(part).hashCode(), place.hashCode());
    }

    private void add(int name, int value) {
        long mixed = ((long) name << Integer.SIZE | Integer.toUnsignedLong(value)) * FACTOR;
        sum += mixed ^ mixed >>> Integer.SIZE;
    }

    /** Adds another sum. */
    void add(IndexChecksum other) {
        sum += other.sum;
    }

    boolean isSame(IndexChecksum other) {
        return sum == other.sum;
    }
}
