package org.flowgateway.backup.archive;

import java.util.Locale;
import java.util.Objects;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * One entry of a POSIX access control list. Immutable.
 *
 * @param tag kind of user or group
 * @param id number of the user or group of a {@link Tag#USER} or {@link Tag#GROUP}, 0 to 4294967294; else {@link #NO_ID}
 * @param name name of that number on the backup's gateway; {@code ""} without a name or number
 * @param permissions read 4, write 2, execute 1: 0 to 7
 */
public record AclEntry(Tag tag, long id, String name, int permissions) {

    /** Number of an entry without a particular user or group. */
    public static final long NO_ID = -1;

    private static final int ALL = 7;

    /** Kinds of entries, in the order within a list. */
    public enum Tag {
        /** The file's owner. */
        USER_OBJ,
        /** A certain user. */
        USER,
        /** The file's group. */
        GROUP_OBJ,
        /** A certain group. */
        GROUP,
        /** Upper limit for users and groups other than the owner. */
        MASK,
        /** Everybody else. */
        OTHER;

        /** Returns the name in the index: lower case. */
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns whether such an entry has the number of a particular user or group. */
        public boolean hasId() {
            return this == USER || this == GROUP;
        }
    }

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException if a field is not as described
     */
    public AclEntry {
        Objects.requireNonNull(tag, "tag");
        ValueChecks.that(
                tag.hasId() ? id >= 0 && id <= FormatLimits.OWNER : id == NO_ID,
                "number [" + id + "] of an access control entry for " + tag.json());
        ValueChecks.label(name, "name");
        ValueChecks.that(tag.hasId() || name.isEmpty(), "an access control entry for " + tag.json() + " with a name");
        ValueChecks.that(
                permissions >= 0 && permissions <= ALL, "permissions [" + permissions + "] are not in [0] to [7]");
    }

    /** Creates an entry without a number, such as that for the file's owner. */
    public static AclEntry of(Tag tag, int permissions) {
        return new AclEntry(tag, NO_ID, "", permissions);
    }
}
