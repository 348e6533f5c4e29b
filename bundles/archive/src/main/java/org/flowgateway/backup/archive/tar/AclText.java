package org.flowgateway.backup.archive.tar;

import java.util.stream.Collectors;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;

/** Text form of access control lists in a tar, as star writes it: {@code user::rw-,user:daemon:r--:1,group::r--,mask::r--,other::---}. */
final class AclText {

    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]*[$]?";

    private AclText() {}

    static String of(Acl acl) {
        return acl.entries().stream().map(AclText::of).collect(Collectors.joining(","));
    }

    private static String of(AclEntry entry) {
        String permissions = flag(entry, 4, 'r') + flag(entry, 2, 'w') + flag(entry, 1, 'x');
        return switch (entry.tag()) {
            case USER_OBJ -> "user::" + permissions;
            case GROUP_OBJ -> "group::" + permissions;
            case MASK -> "mask::" + permissions;
            case OTHER -> "other::" + permissions;
            case USER -> "user:" + name(entry) + ":" + permissions + ":" + entry.id();
            case GROUP -> "group:" + name(entry) + ":" + permissions + ":" + entry.id();
        };
    }

    /** Returns the name, or the number for a name with a colon or a comma, which would be misread. */
    private static String name(AclEntry entry) {
        return entry.name().matches(NAME) ? entry.name() : Long.toString(entry.id());
    }

    private static String flag(AclEntry entry, int bit, char letter) {
        return String.valueOf((entry.permissions() & bit) == 0 ? '-' : letter);
    }
}
