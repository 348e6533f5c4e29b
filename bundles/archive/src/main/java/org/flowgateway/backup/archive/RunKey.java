package org.flowgateway.backup.archive;

import java.nio.charset.StandardCharsets;

/**
 * Place of something among what the index says of a section.
 *
 * @param path its path in bytes
 * @param part 0 for a whole entry, from 1 for a part of a cut file, {@link #OMISSION} for a note of what is not there
 */
record RunKey(byte[] path, int part) implements Comparable<RunKey> {

    /** A note comes after the entry that it may be about. */
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
