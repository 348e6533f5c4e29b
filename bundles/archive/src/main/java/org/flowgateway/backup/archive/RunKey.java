package org.flowgateway.backup.archive;

import java.nio.charset.StandardCharsets;

/**
 * Sort key of an index line within its section.
 *
 * @param path path in bytes
 * @param part 0 for a whole entry, from 1 for a part of a split file, {@link #OMISSION} for an omission
 */
record RunKey(byte[] path, int part) implements Comparable<RunKey> {

    /** Part number of an omission, which comes after the entry that it may concern. */
    static final int OMISSION = Integer.MAX_VALUE;

    static RunKey of(PackedMember member) {
        return new RunKey(member.entry().path().getBytes(StandardCharsets.UTF_8), member.part());
    }

    static RunKey of(Omission omission) {
        return new RunKey(omission.pathBytes(), OMISSION);
    }

    @Override
    public int compareTo(RunKey other) {
        int order = WalkOrder.compare(path, other.path);
        return order == 0 ? Integer.compare(part, other.part) : order;
    }
}
