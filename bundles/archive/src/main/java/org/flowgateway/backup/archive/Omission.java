package org.flowgateway.backup.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * Note of what was in a section and is not in its backup. Immutable.
 *
 * <p>If it was a directory, nothing that was in it is in the backup either. The reason {@link Reason#ATTRIBUTES} alone is about something
 * that is in the backup, though not with all of its metadata.
 *
 * @param section id of the section
 * @param path as {@link #escape} gives it, so that names that are no text can be said; {@code ""} is the section's root, and with it the
 *        whole section
 * @param reason why
 * @param detail a short text for people, such as what the system said; may be {@code ""}
 */
public record Omission(String section, String path, Reason reason, String detail) {

    /** Bytes of a path: one name too long for a path that is as long as it may be. */
    public static final int MAX_PATH_BYTES = FormatLimits.OMITTED_PATH_BYTES;

    /** Why something is not in a backup. A closed list: a reader refuses others. */
    public enum Reason {
        /** The gateway's user may not read it, or the storage below failed. */
        UNREADABLE,
        /** Its name is no UTF-8 text. */
        NAME_NOT_UTF8,
        /** A symbolic link whose text is not UTF-8. */
        LINK_NOT_UTF8,
        /** A socket. */
        SOCKET,
        /** A named pipe. */
        PIPE,
        /** A block or character device. */
        DEVICE,
        /** A kind of file that is none of these. */
        UNKNOWN_TYPE,
        /** A name, a path or a link of more bytes than the format can hold. */
        TOO_LONG,
        /** It changed each time that it was read. */
        CHANGING,
        /** It is in the backup without some of its attributes or access control lists: they are too long, or cannot be read. */
        ATTRIBUTES,
        /** The whole section: its root cannot be read. */
        SECTION_UNREADABLE,
        /** The whole section: its root was not there. */
        SECTION_MISSING;

        /** The name in the index and the manifest: lower case. */
        String json() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it is about a whole section. */
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
     * Text form of a path that need not be text: a backslash becomes two, a byte that is in no UTF-8 character {@code \xHH}, everything else
     * stays.
     *
     * @param path relative to the section's root, with {@code /}
     */
    public static String escape(byte[] path) {
        return EscapedPath.escape(path);
    }

    /** As {@link #escape(byte[])}, for a path that is text. */
    public static String escape(String path) {
        return path.replace("\\", "\\\\");
    }

    /** The path as the file system has it. */
    public byte[] pathBytes() {
        return EscapedPath.unescape(path);
    }

    /** The path as an entry would have it; {@code null} if it is no UTF-8 text. */
    String plainPath() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(pathBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            // The one way to learn that bytes are no text; that they are none is the answer.
            return null;
        }
    }
}
