package org.flowgateway.backup.tree;

/** The order in which a walk comes to paths: a directory before what is in it, names by their bytes. */
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

    /** The end of a name comes before any character; characters beyond the first 65,536 after all others, as in UTF-8. */
    private static int rank(char character) {
        if (character == '/') {
            return 0;
        }
        return Character.isSurrogate(character) ? character + RANK_AFTER_ALL : character;
    }
}
