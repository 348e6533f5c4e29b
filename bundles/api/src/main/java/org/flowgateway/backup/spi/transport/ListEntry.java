package org.flowgateway.backup.spi.transport;

import java.util.Objects;

/**
 * Name directly below a listed directory. Names that others gave may be anything, so this is text, not an {@link ObjectName}. Immutable; made by
 * factories, so that a later version can add attributes.
 */
public final class ListEntry {

    /** Kinds of entries. */
    public enum Kind {
        /** Content that can be read. */
        OBJECT,
        /** A directory, or a prefix that objects share. */
        DIRECTORY,
        /** Anything else, including symbolic links. */
        OTHER
    }

    private final String name;
    private final Kind kind;
    private final long length;

    private ListEntry(String name, Kind kind, long length) {
        this.name = Objects.requireNonNull(name, "name");
        this.kind = kind;
        this.length = length;
    }

    /**
     * Returns the entry of an object.
     *
     * @param name the last segment of its name, never with a {@code /}
     * @param length its bytes
     * @throws IllegalArgumentException if {@code length} is negative
     */
    public static ListEntry object(String name, long length) {
        if (length < 0) {
            throw new IllegalArgumentException("Length [" + length + "] is below zero");
        }
        return new ListEntry(name, Kind.OBJECT, length);
    }

    /**
     * Returns the entry of a directory, or of a prefix that objects share.
     *
     * @param name the last segment of its name, never with a {@code /}
     */
    public static ListEntry directory(String name) {
        return new ListEntry(name, Kind.DIRECTORY, 0);
    }

    /**
     * Returns the entry of anything else, for example of a symbolic link.
     *
     * @param name the last segment of its name, never with a {@code /}
     */
    public static ListEntry other(String name) {
        return new ListEntry(name, Kind.OTHER, 0);
    }

    /** Returns the last segment of the name. */
    public String name() {
        return name;
    }

    /** Returns the kind of the entry. */
    public Kind kind() {
        return kind;
    }

    /** Returns the bytes of an {@link Kind#OBJECT}; 0 otherwise. */
    public long length() {
        return length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ListEntry that && name.equals(that.name) && kind == that.kind && length == that.length;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, kind, length);
    }

    @Override
    public String toString() {
        return kind + " " + name + " length=" + length;
    }
}
