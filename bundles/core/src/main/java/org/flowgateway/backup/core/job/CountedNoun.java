package org.flowgateway.backup.core.job;

import java.util.Locale;

/** Numbers with the noun they count, for messages: one file, two files. */
public final class CountedNoun {

    private CountedNoun() {}

    /**
     * Joins a number and a noun.
     *
     * @param noun in the singular; its plural ends in {@code s}, or in {@code ies} instead of a {@code y} behind a consonant
     */
    public static String of(long count, String noun) {
        return count + " " + (count == 1 ? noun : plural(noun));
    }

    /**
     * Adds how many there are beyond those that a message names.
     *
     * @return empty if it names all of them
     */
    public static String beyond(long named, long all) {
        return all > named ? " and " + (all - named) + " more" : "";
    }

    private static String plural(String noun) {
        return noun.toLowerCase(Locale.ROOT).matches(".*[^aeiou]y")
                ? noun.substring(0, noun.length() - 1) + "ies"
                : noun + "s";
    }
}
