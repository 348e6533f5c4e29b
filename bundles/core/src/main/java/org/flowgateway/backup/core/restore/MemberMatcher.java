package org.flowgateway.backup.core.restore;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.archive.pack.OpenedMember;

/**
 * Matches the members of one pack with the index. Mostly both are in the same order; files that went into a later pack than their
 * neighbours may be anywhere in it, and are found by their names. Not thread-safe.
 */
final class MemberMatcher {

    private final List<MemberToRestore> expected;
    private final BitSet matched = new BitSet();
    private Map<String, List<Integer>> byName;
    private int next;

    MemberMatcher(PackContents pack) {
        this.expected = pack.members();
    }

    /** Matches a member, at most once; empty if the index does not list it in this pack. */
    Optional<MemberToRestore> match(OpenedMember member) {
        next = matched.nextClearBit(next);
        int position = next < expected.size() && expected.get(next).matches(member) ? next : find(member);
        if (position < 0) {
            return Optional.empty();
        }
        matched.set(position);
        return Optional.of(expected.get(position));
    }

    /**
     * Finds a member by its name. A part of a split file and a whole file may have the same name; then the part comes first, in the index
     * and in the pack.
     */
    private int find(OpenedMember member) {
        if (byName == null) {
            byName = new HashMap<>();
            for (int i = matched.nextClearBit(0); i < expected.size(); i = matched.nextClearBit(i + 1)) {
                byName.computeIfAbsent(expected.get(i).name(), name -> new ArrayList<>(1))
                        .add(i);
            }
        }
        for (int position : byName.getOrDefault(member.name(), List.of())) {
            if (!matched.get(position) && expected.get(position).matches(member)) {
                return position;
            }
        }
        return -1;
    }

    /** Tells whether all expected members were matched. */
    boolean isComplete() {
        return matched.cardinality() == expected.size();
    }
}
