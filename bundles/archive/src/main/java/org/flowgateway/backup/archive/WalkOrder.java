package org.flowgateway.backup.archive;

/**
 * Order of a walk through a tree, which is the order of an index: a directory before what is in it, names by their bytes. That is the order
 * of paths as bytes, if a slash comes before all others.
 */
public final class WalkOrder {

    private static final int BEYOND_ALL_OTHERS = 1 << 16;

    private WalkOrder() {}

    /** As a comparator of paths that are text. */
    public static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            int difference = rank(one.charAt(i)) - rank(other.charAt(i));
            if (difference != 0) {
                return difference;
            }
        }
        return one.length() - other.length();
    }

    /** As a comparator of paths whose names may be any bytes; of text in UTF-8 it says what the other says of the text. */
    public static int compare(byte[] one, byte[] other) {
        int length = Math.min(one.length, other.length);
        for (int i = 0; i < length; i++) {
            if (one[i] != other[i]) {
                return rank(one[i]) - rank(other[i]);
            }
        }
        return one.length - other.length;
    }

    /** The end of a name comes before any character; characters beyond the first 65,536 after all others, as in UTF-8. */
    private static int rank(char character) {
        if (character == '/') {
            return 0;
        }
        return Character.isSurrogate(character) ? character + BEYOND_ALL_OTHERS : character;
    }

    private static int rank(byte value) {
        return value == '/' ? 0 : Byte.toUnsignedInt(value);
    }
}
