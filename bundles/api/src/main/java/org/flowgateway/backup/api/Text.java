package org.flowgateway.backup.api;

import java.util.Objects;

/** Rules for every text in a request. */
final class Text {

    private Text() {}

    /** Refuses a text that is too long, or that holds a control character or a lone surrogate. */
    static void check(String property, String value, int atMost) {
        Objects.requireNonNull(value, property);
        if (value.length() > atMost) {
            throw RequestMessage.TEXT_TOO_LONG.exception(property, property, value.length(), atMost);
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
            throw RequestMessage.CONTROL_CHARACTER.exception(property, property);
        }
    }
}
