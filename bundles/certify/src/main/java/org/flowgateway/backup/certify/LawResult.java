package org.flowgateway.backup.certify;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one test of the kit found.
 *
 * @param statement what it tests, beginning with the numbers of the laws, such as {@code 1, 4: what is stored …}
 * @param broken why the candidate does not keep it, in the kit's words; empty if it does
 */
record LawResult(String statement, List<String> broken) {

    private static final Pattern LAWS = Pattern.compile("(\\d+(?:, \\d+)*): .*", Pattern.DOTALL);

    boolean isKept() {
        return broken.isEmpty();
    }

    /** The numbers of the laws; none for what is not counted among them. */
    List<Integer> laws() {
        Matcher laws = LAWS.matcher(statement);
        return laws.matches()
                ? Stream.of(laws.group(1).split(", ")).map(Integer::valueOf).toList()
                : List.of();
    }
}
