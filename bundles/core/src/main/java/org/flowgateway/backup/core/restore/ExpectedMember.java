package org.flowgateway.backup.core.restore;

import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Member;

/**
 * A member that a pack must hold, by what the index says.
 *
 * @param entry what it is, or is a part of
 * @param part 0 for the whole of it, else the number of the part, from 1
 * @param offset bytes of the file that stand in parts before it
 * @param length bytes of it
 */
record ExpectedMember(Entry entry, int part, long offset, long length) {

    /** Whether a pack's member is this one. A cut file that shrank to one part is still called a part. */
    boolean is(Member member) {
        boolean named = member.name().equals(part == 0 ? entry.memberName() : entry.memberName(part))
                || part == 0 && entry.type() == Entry.Type.FILE && member.name().equals(entry.memberName(1));
        return named && member.type() == entry.type() && member.size() == length
                && (entry.type() != Entry.Type.SYMLINK || member.linkTarget().equals(entry.linkTarget()));
    }
}
