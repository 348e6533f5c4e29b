package org.flowgateway.backup.spi.transport;

import java.util.Objects;

/**
 * Name directly below a listed directory. Names that others gave may be anything, so this is text, not an {@link ObjectName}.
 *
 * @param name the last segment, never with a {@code /}
 * @param kind kind of the entry
 * @param length bytes of an {@link Kind#OBJECT}; 0 otherwise
 */
public record ListEntry(String name, Kind kind, long length) {

    /** Kinds of entries. */
    public enum Kind {
        /** Content that can be read. */
        OBJECT,
        /** A directory, or a prefix that objects share. */
        DIRECTORY,
        /** Anything else, including symbolic links. */
        OTHER
    }

    public ListEntry {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        if (length < 0) {
            throw new IllegalArgumentException("Length [" + length + "] is below zero");
        }
    }
}
