package org.flowgateway.backup.core.job;

/**
 * Makes one line that can be shown to a person of a text that may quote names from outside. A name with a line break in it would look like
 * a message of ours, and one with control characters could write anything on a terminal.
 */
final class SafeText {

    private static final int MAX_CODE_POINTS = 4000;

    private SafeText() {}

    /** The text with a {@code ?} for every character that moves, hides or turns round what stands beside it, and cut if it is very long. */
    static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .limit(MAX_CODE_POINTS)
                .forEach(character -> printable.appendCodePoint(isPlain(character) ? character : '?'));
        return text.codePointCount(0, text.length()) > MAX_CODE_POINTS ? printable + "…" : printable.toString();
    }

    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
