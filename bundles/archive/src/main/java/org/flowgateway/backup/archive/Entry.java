package org.flowgateway.backup.archive;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * File, directory or link of a file tree. Immutable.
 *
 * <p>Entries are created from file systems and from untrusted indexes. Every path that would lead out of its section is therefore refused here.
 *
 * @param section id of the section, {@code [a-z0-9_-]}, 1 to 64 of them
 * @param path relative to the section's root, with {@code /}; {@code ""} is the root directory itself. Never absolute, no empty, {@code .} or
 *         {@code ..} segment, no NUL, no half surrogate pair, at most 4095 bytes of UTF-8, 255 to a segment
 * @param type kind of entry
 * @param mode POSIX permission bits with set-id and sticky, 0 to 07777
 * @param uid owner, 0 to 4294967294
 * @param gid group, 0 to 4294967294
 * @param user the owner's name, {@code ""} when it has none
 * @param group the group's name, {@code ""} when it has none
 * @param size bytes of content for a {@link Type#FILE}, else 0
 * @param modified modification time
 * @param linkTarget for a {@link Type#SYMLINK} its unchanged text: UTF-8 without NUL, at most 4095 bytes; for a {@link Type#HARDLINK} the path,
 *         in the same section, of the first entry of that file; else {@code ""}
 * @param extended access control lists and extended attributes. A {@link Type#HARDLINK} has none of its own, a {@link Type#SYMLINK} no list, and
 *         only a {@link Type#DIRECTORY} a default one
 */
public record Entry(
        String section,
        String path,
        Type type,
        int mode,
        long uid,
        long gid,
        String user,
        String group,
        long size,
        Timestamp modified,
        String linkTarget,
        ExtendedMetadata extended) {

    private static final int SET_ID = 06000;
    private static final int MAX_MODE = 07777;

    /** Kinds of entries. */
    public enum Type {
        /** A regular file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A symbolic link. */
        SYMLINK,
        /** A further name of a regular file. */
        HARDLINK;

        /** Returns the name in the index: lower case. */
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException if a field is not as described
     */
    public Entry {
        ValueChecks.section(section);
        checkPath(path, "path");
        Objects.requireNonNull(type, "type");
        ValueChecks.that(
                !path.isEmpty() || type == Type.DIRECTORY,
                "a section's root is a " + type.json() + ", not a directory");
        ValueChecks.that(mode >= 0 && mode <= MAX_MODE, "mode [" + mode + "] is not in [0] to [" + MAX_MODE + "]");
        checkOwner(uid, "uid");
        checkOwner(gid, "gid");
        ValueChecks.label(user, "user");
        ValueChecks.label(group, "group");
        ValueChecks.notNegative(size, "size");
        ValueChecks.that(size == 0 || type == Type.FILE, "size [" + size + "] of a " + type.json());
        Objects.requireNonNull(modified, "modified");
        checkLink(type, linkTarget);
        checkExtended(type, extended);
    }

    /** Creates an entry without access control lists and extended attributes. */
    public Entry(
            String section,
            String path,
            Type type,
            int mode,
            long uid,
            long gid,
            String user,
            String group,
            long size,
            Timestamp modified,
            String linkTarget) {
        this(section, path, type, mode, uid, gid, user, group, size, modified, linkTarget, ExtendedMetadata.NONE);
    }

    /** Creates an entry without access control lists and extended attributes, with a time in the range of {@link Instant}. */
    public Entry(
            String section,
            String path,
            Type type,
            int mode,
            long uid,
            long gid,
            String user,
            String group,
            long size,
            Instant modified,
            String linkTarget) {
        this(section, path, type, mode, uid, gid, user, group, size, Timestamp.of(modified), linkTarget);
    }

    private static void checkExtended(Type type, ExtendedMetadata extended) {
        if (!extended.isEmpty()) {
            ValueChecks.that(type != Type.HARDLINK, "a further name of a file with attributes of its own");
            ValueChecks.that(type != Type.SYMLINK || extended.acl().isEmpty(), "a symlink with an access control list");
            ValueChecks.that(
                    type == Type.DIRECTORY || extended.defaultAcl().isEmpty(),
                    "a " + type.json() + " with a default access control list");
        }
    }

    private static void checkOwner(long owner, String what) {
        ValueChecks.notNegative(owner, what);
        ValueChecks.that(owner <= FormatLimits.OWNER, what + " [" + owner + "] is above [" + FormatLimits.OWNER + "]");
    }

    private static void checkLink(Type type, String target) {
        boolean link = type == Type.SYMLINK || type == Type.HARDLINK;
        ValueChecks.that(
                link != target.isEmpty(),
                link ? "a link without a target" : "a " + type.json() + " with a link target");
        if (type == Type.HARDLINK) {
            checkPath(target, "link target");
        } else {
            checkLength(target, "link target");
        }
    }

    private static void checkPath(String path, String what) {
        checkLength(path, what);
        if (path.isEmpty()) {
            return;
        }
        int start = 0;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            checkSegment(path, start, end, what);
            start = end + 1;
        }
    }

    private static void checkSegment(String path, int start, int end, String what) {
        int length = end - start;
        boolean dots = length > 0 && length <= 2 && path.charAt(start) == '.' && path.charAt(end - 1) == '.';
        ValueChecks.that(length > 0 && !dots, what + " [" + path + "] is absolute or has an empty, . or .. segment");
        // A UTF-16 unit takes at most three bytes in UTF-8.
        if (length > FormatLimits.NAME_BYTES / 3) {
            int bytes = ValueChecks.utf8Length(path.substring(start, end), what);
            ValueChecks.that(
                    bytes <= FormatLimits.NAME_BYTES,
                    what + " [" + path + "] has a name of [" + bytes + "] bytes, longer than ["
                            + FormatLimits.NAME_BYTES + "]");
        }
    }

    private static void checkLength(String text, String what) {
        int length = ValueChecks.utf8Length(text, what);
        ValueChecks.that(
                length <= FormatLimits.PATH_BYTES,
                what + " of [" + length + "] bytes is longer than [" + FormatLimits.PATH_BYTES + "]");
    }

    /** Returns the name in a tar: {@code section}, or {@code section/path}. */
    public String memberName() {
        return path.isEmpty() ? section : section + "/" + path;
    }

    /**
     * Returns the name in a tar of one part of a split file, such as {@code section/path.part-000001}.
     *
     * @param part from 1
     * @throws IllegalArgumentException if {@code part} is not in 1 to 999,999
     */
    public String memberName(int part) {
        ValueChecks.that(part >= 1 && part <= 999_999, "part [" + part + "] is not in [1] to [999999]");
        String digits = Integer.toString(part);
        return memberName() + ".part-" + "0".repeat(6 - digits.length()) + digits;
    }

    /** Returns this entry with another size, in bytes. */
    public Entry withSize(long bytes) {
        return bytes == size
                ? this
                : new Entry(section, path, type, mode, uid, gid, user, group, bytes, modified, linkTarget, extended);
    }

    /** Returns this entry with other access control lists and extended attributes. */
    public Entry withExtended(ExtendedMetadata other) {
        return new Entry(section, path, type, mode, uid, gid, user, group, size, modified, linkTarget, other);
    }

    /** Share of a pack's maximum weight: about the bytes of memory that this entry takes while its pack is written or read. */
    public int weight() {
        int texts = path.length() + linkTarget.length() + user.length() + group.length();
        return FormatLimits.ENTRY_WEIGHT + texts + extended.weight();
    }

    /**
     * Returns the mode without set-user-id and set-group-id, which grant the rights of an owner or a group. A directory keeps them: there they
     * grant nothing, and only determine the group of new files.
     */
    public int modeWithoutSetId() {
        return type == Type.DIRECTORY ? mode : mode & ~SET_ID;
    }
}
