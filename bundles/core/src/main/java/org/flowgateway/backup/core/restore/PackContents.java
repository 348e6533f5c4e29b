package org.flowgateway.backup.core.restore;

import java.util.List;

/**
 * Members of a pack.
 *
 * @param number of the pack
 * @param members all of them, in the order of the index
 */
record PackContents(int number, List<MemberToRestore> members) {

    PackContents {
        members = List.copyOf(members);
    }

    /** Returns the approximate bytes of memory that it takes. */
    int weight() {
        return members.stream().mapToInt(member -> member.entry().weight()).sum();
    }
}
