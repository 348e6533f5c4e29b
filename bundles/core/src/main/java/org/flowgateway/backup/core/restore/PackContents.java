package org.flowgateway.backup.core.restore;

import java.util.List;

/**
 * What a pack holds.
 *
 * @param number of the pack
 * @param members all of them, in their order
 */
record PackContents(int number, List<ExpectedMember> members) {

    private static final int BYTES_PER_MEMBER = 512;

    PackContents {
        members = List.copyOf(members);
    }

    /** How much memory it takes, in units that are about that of an entry with a short name. */
    int weight() {
        long names = members.stream().mapToLong(member -> member.name().length() + member.entry().linkTarget().length()).sum();
        return members.size() + (int) (names / BYTES_PER_MEMBER);
    }
}
