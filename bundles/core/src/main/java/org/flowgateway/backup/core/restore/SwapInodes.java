package org.flowgateway.backup.core.restore;

import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Inode numbers of the directories of a swap, as recorded in the journal. Another directory under one of their names was put there by
 * another user, and is neither renamed nor deleted.
 *
 * @param recorded {@code false} in the journal of an older version, which recorded names only
 * @param root the root that is restored
 * @param staged the restored state, empty before its directory is created
 * @param previous the directory that keeps the previous state in the end, empty if there is none
 */
record SwapInodes(boolean recorded, OptionalLong root, OptionalLong staged, OptionalLong previous) {

    /** Numbers of a journal that has none. */
    static final SwapInodes UNKNOWN =
            new SwapInodes(false, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    private static final String NONE = "-";
    private static final int FIELDS = 3;

    static SwapInodes of(OptionalLong root, OptionalLong previous) {
        return new SwapInodes(true, root, OptionalLong.empty(), previous);
    }

    SwapInodes withStaged(long inode) {
        return new SwapInodes(recorded, root, OptionalLong.of(inode), previous);
    }

    SwapInodes withPrevious(long inode) {
        return new SwapInodes(recorded, root, staged, OptionalLong.of(inode));
    }

    /** Formats them as one line of text. */
    String format() {
        return Stream.of(root, staged, previous)
                .map(inode -> inode.isPresent() ? Long.toUnsignedString(inode.getAsLong()) : NONE)
                .collect(Collectors.joining(" "));
    }

    /** @throws IllegalArgumentException if the text is not one that {@link #format} made */
    static SwapInodes parse(String text) {
        String[] fields = text.split(" ");
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("[" + text + "] are no inode numbers of a swap");
        }
        return new SwapInodes(true, inode(fields[0]), inode(fields[1]), inode(fields[2]));
    }

    private static OptionalLong inode(String field) {
        return field.equals(NONE) ? OptionalLong.empty() : OptionalLong.of(Long.parseUnsignedLong(field));
    }
}
