package org.flowgateway.backup.archive;

import java.util.List;
import org.flowgateway.backup.archive.AclEntry.Tag;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * POSIX access control list of a file, or the default one of a directory. Immutable.
 *
 * @param entries in the order of their tags: the owner, users, the group, groups, the mask, all others; empty for no list
 */
public record Acl(List<AclEntry> entries) {

    /** Empty list: the mode is complete. */
    public static final Acl NONE = new Acl(List.of());

    /**
     * Checks that the system would accept the list.
     *
     * @throws IllegalArgumentException if entries are out of order, a required one is missing, or one occurs twice
     */
    public Acl {
        entries = List.copyOf(entries);
        ValueChecks.that(
                entries.size() <= FormatLimits.ACL_ENTRIES,
                "an access control list of [" + entries.size() + "] entries is longer than [" + FormatLimits.ACL_ENTRIES
                        + "]");
        if (!entries.isEmpty()) {
            check(entries);
        }
    }

    private static void check(List<AclEntry> entries) {
        Tag last = Tag.USER_OBJ;
        for (AclEntry entry : entries) {
            ValueChecks.that(entry.tag().compareTo(last) >= 0, "an access control list is out of order");
            last = entry.tag();
        }
        boolean named = count(entries, Tag.USER) + count(entries, Tag.GROUP) > 0;
        boolean complete = count(entries, Tag.USER_OBJ) == 1
                && count(entries, Tag.GROUP_OBJ) == 1
                && count(entries, Tag.OTHER) == 1
                && count(entries, Tag.MASK) <= 1
                && (!named || count(entries, Tag.MASK) == 1);
        ValueChecks.that(complete, "an access control list lacks an entry, or has one twice");
    }

    private static long count(List<AclEntry> entries, Tag tag) {
        return entries.stream().filter(entry -> entry.tag() == tag).count();
    }

    /** Returns whether there is no list. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }
}
