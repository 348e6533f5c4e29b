package org.flowgateway.backup.certify;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Result of one test of the kit.
 *
 * @param statement statement of the test, beginning with the numbers of its laws, such as {@code 1, 4: a stored object …}
 * @param verdict verdict on the candidate
 * @param reasons reasons for a verdict other than {@link Verdict#KEPT}, without secrets and control characters
 * @param elapsed running time of the test
 */
record LawResult(String statement, Verdict verdict, List<String> reasons, Duration elapsed) {

    private static final Pattern LAWS = Pattern.compile("(\\d+(?:, \\d+)*): .*", Pattern.DOTALL);

    LawResult {
        reasons = List.copyOf(reasons);
    }

    boolean isKept() {
        return verdict == Verdict.KEPT;
    }

    /** Returns the numbers of the laws; none for a test without one. */
    List<Integer> laws() {
        return laws(statement);
    }

    /** Returns the numbers of the laws of a statement. */
    static List<Integer> laws(String statement) {
        Matcher laws = LAWS.matcher(statement);
        return laws.matches()
                ? Stream.of(laws.group(1).split(", ", 0)).map(Integer::valueOf).toList()
                : List.of();
    }
}
