package org.flowgateway.backup.api;

import java.util.Objects;

/** Rules for every text in a request. */
final class Text {

    private Text() {}

    /** Refuses a text that is too long, or that holds a control character or a lone surrogate. */
    static void check(String property, String value, int atMost) {
        Objects.requireNonNull(value, property);
        if (value.length() > atMost) {
            throw new InvalidRequestException(
                    property,
                    property + " is too long: length [" + value.length() + "] exceeds [" + atMost + "] characters");
        }
        checkCharacters(property, value);
    }

    /** Refuses a text that holds a control character or a lone surrogate. The message omits the text. */
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
