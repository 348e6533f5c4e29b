package org.flowgateway.backup.certify;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Result of one test of the kit.
 *
 * @param statement statement of the test, beginning with the numbers of its laws, such as {@code 1, 4: what is stored …}
 * @param broken reasons why the candidate breaks it; empty if it does not
 */
record LawResult(String statement, List<String> broken) {

    private static final Pattern LAWS = Pattern.compile("(\\d+(?:, \\d+)*): .*", Pattern.DOTALL);

    boolean isKept() {
        return broken.isEmpty();
    }

    /** Returns the numbers of the laws; none for a test without one. */
    List<Integer> laws() {
        Matcher laws = LAWS.matcher(statement);
        return laws.matches()
                ? Stream.of(laws.group(1).split(", ", 0)).map(Integer::valueOf).toList()
                : List.of();
    }
}
