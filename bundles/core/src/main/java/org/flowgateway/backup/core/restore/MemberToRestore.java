package org.flowgateway.backup.core.restore;

import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.pack.OpenedMember;

/**
 * Member of a pack to be restored, as the index describes it.
 *
 * @param entry the entry it belongs to
 * @param name its name in the pack
 * @param part 0 for a whole file, else the number of the part, from 1
 * @param offset bytes of the file in the parts before it
 * @param length its bytes
 * @param sha256 of these bytes, lower-case hexadecimal; {@code ""} without content, or if the gateway itself is the source
 */
record MemberToRestore(Entry entry, String name, int part, long offset, long length, String sha256) {

    /** Tells whether a pack's member matches this one. */
    boolean matches(OpenedMember member) {
        return member.name().equals(name)
                && member.type() == entry.type()
                && member.size() == length
                && member.linkTarget().equals(linkTarget());
    }

    /** Returns the same content for another entry. */
    MemberToRestore restoredAs(Entry other) {
        return new MemberToRestore(other, name, part, offset, length, sha256);
    }

    /** Returns the link target as a tar names it: with its section, like the target itself. */
    private String linkTarget() {
        return entry.type() == Entry.Type.HARDLINK ? entry.section() + "/" + entry.linkTarget() : entry.linkTarget();
    }
}
