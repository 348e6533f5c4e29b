package org.flowgateway.backup.archive;

/**
 * Order of a walk through a tree, which is the order of an index: a directory before its content, names by their bytes. It is the order of paths
 * as bytes, with the slash before all other bytes.
 */
public final class WalkOrder {

    private static final int RANK_AFTER_ALL = 1 << 16;

    private WalkOrder() {}

    /** Compares paths that are text. */
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

    /** Compares paths of any bytes, with the same result as for text in UTF-8. */
    public static int compare(byte[] one, byte[] other) {
        int length = Math.min(one.length, other.length);
        for (int i = 0; i < length; i++) {
            if (one[i] != other[i]) {
                return rank(one[i]) - rank(other[i]);
            }
        }
        return one.length - other.length;
    }

    /** Rank of a character: the end of a name before any other, characters beyond the first 65,536 after all others, as in UTF-8. */
    private static int rank(char character) {
        if (character == '/') {
            return 0;
        }
        return Character.isSurrogate(character) ? character + RANK_AFTER_ALL : character;
    }

    private static int rank(byte value) {
        return value == '/' ? 0 : Byte.toUnsignedInt(value);
    }
}
