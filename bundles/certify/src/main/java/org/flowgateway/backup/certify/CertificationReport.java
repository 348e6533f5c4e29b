package org.flowgateway.backup.certify;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Report on a run.
 *
 * @param candidate target of the run
 * @param versions versions of what took part
 * @param start start of the run
 * @param elapsed duration of the run
 * @param facts facts that the transport reported
 * @param results results of the tests, in the order of their end
 * @param interruption reason why not all tests ran
 * @param cleanupProblem reason why test directories remain
 */
record CertificationReport(
        CandidateTarget candidate,
        BundleVersions versions,
        Instant start,
        Duration elapsed,
        TargetFacts facts,
        List<LawResult> results,
        Optional<Message> interruption,
        Optional<Message> cleanupProblem) {

    /** Number of the last law of a transport. */
    private static final int LAWS = 15;

    /** Version of the shape of {@link #json}; a field that is added does not change it. */
    private static final int FORMAT = 1;

    /** Returns the verdict on the target: without a broken law, it is not proved that it keeps all of them until all tests ran. */
    Verdict verdict() {
        Verdict ofTests =
                Verdict.mostSevere(results.stream().map(LawResult::verdict)).orElse(Verdict.NOT_PROVED);
        return ofTests == Verdict.KEPT && interruption.isPresent() ? Verdict.NOT_PROVED : ofTests;
    }

    /** Returns the verdicts on all laws. */
    List<LawSummary> laws() {
        return IntStream.rangeClosed(1, LAWS)
                .mapToObj(law -> new LawSummary(
                        law,
                        results.stream()
                                .filter(result -> result.laws().contains(law))
                                .toList()))
                .toList();
    }

    /** Returns what an operator must act on, the most important first; empty if the target keeps the laws and nothing remains there. */
    List<Message> problems() {
        List<Message> problems = new ArrayList<>();
        interruption.ifPresent(problems::add);
        if (verdict() == Verdict.BROKEN) {
            problems.add(CertifyMessage.LAWS_BROKEN.with());
        }
        long notProved = results.stream()
                .filter(result -> result.verdict() == Verdict.NOT_PROVED)
                .count();
        if (notProved > 0) {
            problems.add(CertifyMessage.LAWS_NOT_PROVED.with(notProved));
        }
        cleanupProblem.ifPresent(problems::add);
        return problems;
    }

    /** Returns the report as JSON. It holds no secret. */
    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("verdict", verdict().name());
        json.put("start", start.truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("seconds", elapsed.toSeconds());
        json.put("versions", versions.json());
        json.put("target", target());
        json.put("capabilities", facts.capabilities());
        json.put("freeBytes", facts.freeBytes().isPresent() ? facts.freeBytes().getAsLong() : null);
        json.put("notices", facts.notices());
        json.put("problems", problems().stream().map(this::problem).toList());
        json.put("laws", laws().stream().map(LawSummary::json).toList());
        json.put("tests", results.stream().map(CertificationReport::test).toList());
        return JsonWriter.json(json);
    }

    private Map<String, Object> target() {
        TransportTarget target = candidate.target();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("scheme", target.scheme());
        json.put("address", candidate.redact(target.address()));
        json.put("username", target.username());
        json.put("path", candidate.redact(target.path()));
        return json;
    }

    private Map<String, Object> problem(Message message) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", message.code());
        json.put("text", candidate.redact(message.text()));
        return json;
    }

    private static Map<String, Object> test(LawResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("laws", result.laws());
        json.put("statement", result.statement());
        json.put("verdict", result.verdict().name());
        json.put("reasons", result.reasons());
        json.put("milliseconds", result.elapsed().toMillis());
        return json;
    }
}
