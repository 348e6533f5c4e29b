package org.flowgateway.backup.archive;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Index lines of a pack in compact form, so that the pack's entries can be released.
 *
 * @param runs lines by section
 * @param totals entries and bytes, by section
 * @param sum over all members
 */
record PackIndexLines(Map<String, IndexRun> runs, SectionTotals totals, IndexChecksum sum) {

    static PackIndexLines of(List<SealedMember> members) throws IOException {
        SectionTotals totals = new SectionTotals();
        IndexChecksum sum = new IndexChecksum();
        for (SealedMember member : members) {
            totals.add(
                    member.entry().section(),
                    member.last() ? 1 : 0,
                    member.place().length());
            sum.add(member);
        }
        return new PackIndexLines(IndexRunWriter.ofMembers(members), totals, sum);
    }
}
