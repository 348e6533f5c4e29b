package org.flowgateway.backup.tree;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * POSIX access control list in the kernel's form, as in the attributes {@link ExtendedAttributes#ACCESS_ACL} and
 * {@link ExtendedAttributes#DEFAULT_ACL} (linux/posix_acl_xattr.h, version 2). Immutable.
 *
 * @param entries in the kernel's order
 */
public record PosixAcl(List<Entry> entries) {

    private static final int VERSION = 2;
    private static final int HEADER_SIZE = 4;
    private static final int ENTRY_SIZE = 8;
    private static final int NO_NUMBER = -1;

    /** Kinds of entries (acl(5)). */
    public enum Tag {
        OWNER(1),
        USER(2),
        OWNING_GROUP(4),
        GROUP(8),
        MASK(0x10),
        OTHER(0x20);

        private final int value;

        Tag(int value) {
            this.value = value;
        }

        /** Returns whether the entry is for a particular user or group. */
        public boolean hasNumber() {
            return this == USER || this == GROUP;
        }

        private static Tag of(int value) {
            for (Tag tag : values()) {
                if (tag.value == value) {
                    return tag;
                }
            }
            throw new IllegalArgumentException("The access control list has an entry of unknown kind [" + value + "]");
        }
    }

    /**
     * Entry of the list.
     *
     * @param number of the user or group, 0 to 4294967295; 0 for entries without one
     * @param permissions 0 to 7
     */
    public record Entry(Tag tag, long number, int permissions) {}

    public PosixAcl {
        entries = List.copyOf(entries);
    }

    /**
     * Parses an attribute's value.
     *
     * @throws IllegalArgumentException if the bytes are no access control list
     */
    public static PosixAcl parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER_SIZE
                || (bytes.length - HEADER_SIZE) % ENTRY_SIZE != 0
                || buffer.getInt() != VERSION) {
            throw new IllegalArgumentException(
                    "[" + bytes.length + "] bytes are no access control list of version [" + VERSION + "]");
        }
        List<Entry> entries = new ArrayList<>();
        while (buffer.hasRemaining()) {
            Tag tag = Tag.of(Short.toUnsignedInt(buffer.getShort()));
            int permissions = buffer.getShort() & 7;
            long number = Integer.toUnsignedLong(buffer.getInt());
            entries.add(new Entry(tag, tag.hasNumber() ? number : 0, permissions));
        }
        return new PosixAcl(entries);
    }

    /** Returns the attribute's value. */
    public byte[] toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_SIZE + entries.size() * ENTRY_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(VERSION);
        for (Entry entry : entries) {
            buffer.putShort((short) entry.tag.value)
                    .putShort((short) entry.permissions)
                    .putInt(entry.tag.hasNumber() ? (int) entry.number : NO_NUMBER);
        }
        return buffer.array();
    }
}
