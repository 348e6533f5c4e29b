package org.flowgateway.backup.core.job;

/**
 * One-line text that is safe to display, even if it quotes names from outside. A name with a line break could imitate a message of the
 * gateway, and one with control characters could write anything on a terminal.
 */
final class SafeText {

    private static final int MAX_CODE_POINTS = 4000;

    private SafeText() {}

    /** Replaces every character that moves, hides or reverses its neighbours by {@code ?}, and truncates the text to 4000 code points. */
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
