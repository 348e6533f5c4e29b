package org.flowgateway.backup.core.restore;

import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.PackMember;

/**
 * A member that a pack must hold, by what the index says.
 *
 * @param entry what it is, or is a part of
 * @param name what the pack calls it
 * @param part 0 for the whole of it, else the number of the part, from 1
 * @param offset bytes of the file that stand in parts before it
 * @param length bytes of it
 * @param sha256 of these bytes, lower-case hexadecimal; {@code ""} for what has no content, or comes from the gateway itself
 */
record ExpectedMember(Entry entry, String name, int part, long offset, long length, String sha256) {

    /** Whether a pack's member is this one. */
    boolean matches(PackMember member) {
        return member.name().equals(name)
                && member.type() == entry.type()
                && member.size() == length
                && member.linkTarget().equals(linkTarget());
    }

    /** The same content, restored as another entry. */
    ExpectedMember restoredAs(Entry other) {
        return new ExpectedMember(other, name, part, offset, length, sha256);
    }

    /** A tar names the target of a hard link as it names the target itself: with its section. */
    private String linkTarget() {
        return entry.type() == Entry.Type.HARDLINK ? entry.section() + "/" + entry.linkTarget() : entry.linkTarget();
    }
}
