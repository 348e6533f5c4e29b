package org.flowgateway.backup.archive.index;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.archive.ArchiveException;

/** Index lines of a pack in compact form, so that the pack's entries can be released. For {@link IndexWriter} alone. Immutable. */
public final class PackIndexLines {

    private final int pack;
    private final Map<String, IndexRun> runs;
    private final SectionTotals totals = new SectionTotals();
    private final IndexChecksum sum = new IndexChecksum();

    /**
     * Creates the lines of a pack.
     *
     * @param pack number of the pack in its backup, from 0
     * @param members all of its members
     * @throws ArchiveException with {@code LIMIT_EXCEEDED} if there are more entries or sections than an index may have
     * @throws IOException if a line cannot be written
     */
    public PackIndexLines(int pack, List<SealedMember> members) throws IOException {
        this.pack = pack;
        for (SealedMember member : members) {
            totals.add(
                    member.entry().section(),
                    member.last() ? 1 : 0,
                    member.place().length());
            sum.add(member);
        }
        runs = IndexRunWriter.ofMembers(members);
    }

    int pack() {
        return pack;
    }

    /** Lines by section. */
    Map<String, IndexRun> runs() {
        return runs;
    }

    /** Entries and bytes, by section. */
    SectionTotals totals() {
        return totals;
    }

    /** Sum over all members. */
    IndexChecksum sum() {
        return sum;
    }
}
