package org.flowgateway.backup.archive;

import java.util.List;

/**
 * Sum over everything that an index says of entries, whatever their order: what was put into packs is compared by it with what comes out of
 * the index. Against mistakes only; nobody is kept by it from anything. Not thread-safe.
 */
final class IndexChecksum {

    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private long sum;

    /** A member as it was packed. */
    void add(PackedMember member) {
        if (member.part() == 0) {
            add(member.indexed());
        } else {
            add(member.entry(), member.part(), member.place());
        }
    }

    /** An entry as the index has it. */
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

    /** A note. */
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

    /** Adds what another has. */
    void add(IndexChecksum other) {
        sum += other.sum;
    }

    boolean isSame(IndexChecksum other) {
        return sum == other.sum;
    }
}
