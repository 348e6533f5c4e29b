package org.flowgateway.backup.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * Note that something of a section is not in its backup. Immutable.
 *
 * <p>A directory is omitted with everything in it. Only the reason {@link Reason#ATTRIBUTES} concerns something that is in the backup, but
 * without all of its metadata.
 *
 * @param section id of the section
 * @param path escaped by {@link #escape}, since names may be no text; {@code ""} is the section's root, and with it the whole section
 * @param reason reason of the omission
 * @param detail short text for people, such as the system's message; may be {@code ""}
 */
public record Omission(String section, String path, Reason reason, String detail) {

    /** Maximum bytes of a path: the longest path, and a name that is too long for it. */
    public static final int MAX_PATH_BYTES = FormatLimits.OMITTED_PATH_BYTES;

    /** Reason why something is not in a backup. A closed list: a reader refuses others. */
    public enum Reason {
        /** The gateway's user has no read permission, or the storage failed. */
        UNREADABLE,
        /** The name is no UTF-8 text. */
        NAME_NOT_UTF8,
        /** The text of a symbolic link is not UTF-8. */
        LINK_NOT_UTF8,
        /** A socket. */
        SOCKET,
        /** A named pipe. */
        PIPE,
        /** A block or character device. */
        DEVICE,
        /** Kind of file that the list does not name. */
        UNKNOWN_TYPE,
        /** The name, path or link has more bytes than the format can hold. */
        TOO_LONG,
        /** The file changed during each attempt to read it. */
        CHANGING,
        /** The entry is in the backup without some of its attributes or access control lists: they are too long, or cannot be read. */
        ATTRIBUTES,
        /** The root of the section cannot be read. */
        SECTION_UNREADABLE,
        /** The root of the section does not exist. */
        SECTION_MISSING;

        /** Returns the name in the index and the manifest: lower case. */
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns whether the whole section is omitted. */
        public boolean isSection() {
            return this == SECTION_UNREADABLE || this == SECTION_MISSING;
        }
    }

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException if a field is not as described
     */
    public Omission {
        ValueChecks.section(section);
        Objects.requireNonNull(reason, "reason");
        ValueChecks.label(detail, "detail");
        EscapedPath.check(path);
        ValueChecks.that(
                !reason.isSection() || path.isEmpty(), "a section is omitted at [" + path + "], not at its root");
    }

    /**
     * Converts a path to text, which need not be UTF-8: a backslash becomes two, a byte outside a UTF-8 character {@code \xHH}, everything else
     * stays.
     *
     * @param path relative to the section's root, with {@code /}
     */
    public static String escape(byte[] path) {
        return EscapedPath.escape(path);
    }

    /** Escapes a path that is text, as {@link #escape(byte[])} does. */
    public static String escape(String path) {
        return path.replace("\\", "\\\\");
    }

    /** Path as in the file system. */
    public byte[] pathBytes() {
        return EscapedPath.unescape(path);
    }

    /** Path as in an entry; {@code null} if it is no UTF-8 text. */
    String plainPath() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(pathBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            // The only way to detect that bytes are no text; the exception is the answer.
            return null;
        }
    }
}
