package org.flowgateway.backup.tree;

/** Order of paths in a walk: a directory before its content, names by their bytes. */
public final class NameOrder {

    private static final int RANK_AFTER_ALL = 1 << 16;

    private NameOrder() {}

    /** Compares two paths with {@code /} between names, as a {@link java.util.Comparator} does. */
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

    /** Rank of a character: the end of a name before any other, characters beyond the first 65,536 after all others, as in UTF-8. */
    private static int rank(char character) {
        if (character == '/') {
            return 0;
        }
        return Character.isSurrogate(character) ? character + RANK_AFTER_ALL : character;
    }
}
