package org.flowgateway.backup.api;

import java.util.Objects;

/** The rules that every text in a request follows. */
final class Text {

    private Text() {}

    /** Refuses a text that is too long, or that holds a control character or half a character. */
    static void check(String property, String value, int atMost) {
        Objects.requireNonNull(value, property);
        if (value.length() > atMost) {
            throw new InvalidRequestException(
                    property,
                    property + " is too long: length [" + value.length() + "] exceeds [" + atMost + "] characters");
        }
        checkCharacters(property, value);
    }

    /** Refuses a text that holds a control character or half a character. The text itself is not repeated. */
    static void checkCharacters(String property, CharSequence value) {
        boolean malformed = value.codePoints().anyMatch(character -> {
            int type = Character.getType(character);
            return type == Character.CONTROL
                    || type == Character.SURROGATE
                    || character == 0x2028
                    || character == 0x2029;
        });
        if (malformed) {
            throw new InvalidRequestException(
                    property, property + " holds a control character or an incomplete character: remove it");
        }
    }
}
