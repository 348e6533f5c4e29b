package org.flowgateway.backup.spi.transport;

import java.util.regex.Pattern;

/**
 * Name of an object below a session's root: segments of {@code [a-z0-9._-]} joined by {@code /}, at most 180 characters, no segment {@code .} or
 * {@code ..}, none that starts with a dot. It can therefore neither leave the root nor equal a transport's own temporary names, which start with
 * a dot.
 *
 * @param value the name, for example {@code 20260227_1546/packs/000000.tar.zst.pgp}
 */
public record ObjectName(String value) {

    private static final int MAX_CHARACTERS = 180;
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*");

    /**
     * Validates the name.
     *
     * @throws IllegalArgumentException if the name has another form
     */
    public ObjectName {
        if (value.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "Object name length [" + value.length() + "] exceeds [" + MAX_CHARACTERS + "]");
        }
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "Object name [" + value + "] has characters or segments outside [a-z0-9._/-]");
        }
    }

    /** Returns whether a text, for example a listed name, has the form of an object name. */
    public static boolean isName(String text) {
        return text.length() <= MAX_CHARACTERS && SHAPE.matcher(text).matches();
    }

    /** Returns the name of an object or directory below this one. */
    public ObjectName resolve(String name) {
        return new ObjectName(value + '/' + name);
    }

    @Override
    public String toString() {
        return value;
    }
}
