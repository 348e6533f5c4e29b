package org.flowgateway.backup.api.message;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Parameter of a template, written {@code {name:type}}.
 *
 * @param name name, unique in its template
 * @param type type of the argument
 * @param singular noun that follows a count of one; "" for other types
 * @param plural noun that follows any other count; "" for other types
 */
record MessageParameter(String name, Type type, String singular, String plural) {

    private static final long KIB = 1024;
    private static final long MIN_SHOWN = 10;
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    /** Type of an argument, and how it is shown. */
    enum Type {
        /** String, as it is. */
        TEXT,
        /** Path, or the string of one. */
        PATH,
        /** Integer, as it is. */
        NUMBER,
        /** Integer and a noun: {@code {n:count file files}}. */
        COUNT,
        /** Integer of bytes, in the largest unit that leaves two digits. */
        BYTES,
        /** Duration: in milliseconds below one second, otherwise in seconds. */
        DURATION,
        /** Instant in UTC, as in ISO 8601. */
        TIME,
        /** Message, with its action. */
        MESSAGE
    }

    /**
     * Parses a parameter.
     *
     * @param declaration what stands between the braces
     * @throws IllegalArgumentException if it is malformed
     */
    static MessageParameter of(String declaration) {
        String[] parts = declaration.split(":", 2);
        if (parts.length != 2 || !parts[0].matches("[a-z][a-zA-Z]*")) {
            throw new IllegalArgumentException("Parameter [" + declaration + "] is not like {name:type}");
        }
        String[] words = parts[1].split(" ", -1);
        Type type = Type.valueOf(words[0].toUpperCase(Locale.ROOT));
        boolean counts = type == Type.COUNT;
        if (words.length != (counts ? 3 : 1)) {
            throw new IllegalArgumentException(
                    "Parameter [" + declaration + "] needs a singular and a plural if it is a count");
        }
        return new MessageParameter(parts[0], type, counts ? words[1] : "", counts ? words[2] : "");
    }

    /**
     * Formats an argument.
     *
     * @throws IllegalArgumentException if it is not of this parameter's type
     */
    String format(Object argument) {
        return switch (type) {
            case TEXT -> as(String.class, argument);
            case PATH -> argument instanceof Path path ? path.toString() : as(String.class, argument);
            case NUMBER -> Long.toString(number(argument));
            case COUNT -> number(argument) + " " + (number(argument) == 1 ? singular : plural);
            case BYTES -> bytes(number(argument));
            case DURATION -> duration(as(Duration.class, argument));
            case TIME -> as(Instant.class, argument).toString();
            case MESSAGE -> as(Message.class, argument).text();
        };
    }

    private <T> T as(Class<T> expected, Object argument) {
        if (!expected.isInstance(argument)) {
            throw new IllegalArgumentException("Parameter " + name + " is a " + expected.getSimpleName() + ", not ["
                    + (argument == null ? null : argument.getClass().getSimpleName()) + "]");
        }
        return expected.cast(argument);
    }

    private long number(Object argument) {
        return argument instanceof Integer small ? small : as(Long.class, argument);
    }

    private static String bytes(long count) {
        long shown = count;
        int unit = 0;
        while (shown >= MIN_SHOWN * KIB && unit < UNITS.length - 1) {
            shown /= KIB;
            unit++;
        }
        return shown + " " + (shown == 1 && unit == 0 ? "byte" : UNITS[unit]);
    }

    private static String duration(Duration time) {
        return time.compareTo(Duration.ofSeconds(1)) < 0 ? time.toMillis() + " ms" : time.toSeconds() + " s";
    }
}
