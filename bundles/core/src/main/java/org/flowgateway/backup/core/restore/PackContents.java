package org.flowgateway.backup.core.restore;

import java.util.List;

/**
 * What a pack holds.
 *
 * @param number of the pack
 * @param members all of them, in their order
 */
record PackContents(int number, List<ExpectedMember> members) {

    PackContents {
        members = List.copyOf(members);
    }
}
