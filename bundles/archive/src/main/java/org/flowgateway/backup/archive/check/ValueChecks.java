package org.flowgateway.backup.archive.check;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Checks that the value types share. */
public final class ValueChecks {

    static final Pattern SECTION = Pattern.compile("[a-z0-9_-]{1,64}");
    public static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int LABEL = 1024;

    private ValueChecks() {}

    public static void that(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    public static void section(String section) {
        that(
                SECTION.matcher(section).matches(),
                "section [" + section + "] is not made of [a-z0-9_-], 1 to 64 of them");
    }

    public static void notNegative(long value, String what) {
        that(value >= 0, what + " [" + value + "] is negative");
    }

    /** Checks a short text for people: no NUL, valid UTF-8, at most 1024 characters. */
    public static void label(String text, String what) {
        that(text.length() <= LABEL, what + " of [" + text.length() + "] characters is longer than [" + LABEL + "]");
        utf8Length(text, what);
    }

    /** Length in UTF-8; a lone surrogate is refused, since it would be read back as another text. */
    public static int utf8Length(String text, String what) {
        that(text.indexOf('\0') < 0, what + " has a NUL character");
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return encodedLength(text, what);
            }
        }
        return text.length();
    }

    private static int encodedLength(String text, String what) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(text))
                    .remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(what + " has half of a surrogate pair", e);
        }
    }
}
