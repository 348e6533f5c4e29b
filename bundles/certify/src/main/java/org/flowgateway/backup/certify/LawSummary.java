package org.flowgateway.backup.certify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verdict on a law, from the results of its tests.
 *
 * @param law number of the law
 * @param results results of the tests of this law
 */
record LawSummary(int law, List<LawResult> results) {

    /** Returns the verdict; empty if no test of the law has run. */
    Optional<Verdict> verdict() {
        return Verdict.mostSevere(results.stream().map(LawResult::verdict));
    }

    /** Returns the verdict as a line for a person. */
    String line() {
        return "Law " + law + ": " + verdict().map(this::describe).orElse("not tested here, see the test kit");
    }

    private String describe(Verdict verdict) {
        String tests = results.size() + (results.size() == 1 ? " test" : " tests");
        return verdict == Verdict.KEPT
                ? verdict.label() + ", " + tests
                : verdict.label() + ", " + count(verdict) + " of " + tests;
    }

    private long count(Verdict verdict) {
        return results.stream().filter(result -> result.verdict() == verdict).count();
    }

    /** Returns the verdict as it is in a report. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("law", law);
        json.put("verdict", verdict().map(Enum::name).orElse("NOT_TESTED"));
        json.put("tests", results.size());
        return json;
    }
}
