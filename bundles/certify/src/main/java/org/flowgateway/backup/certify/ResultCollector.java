package org.flowgateway.backup.certify;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.transport.TransportException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listener of a test run that makes one result of each test, and combines the runs of a parameterized one. Tests that were aborted, because the
 * store lacks what they test, have no result, nor have those that end after the run was cancelled. One thread.
 */
final class ResultCollector implements TestExecutionListener {

    private static final Logger LOG = LoggerFactory.getLogger(ResultCollector.class);
    /** Number of the law about secrets. */
    private static final int SECRETS = 11;

    private static final int MAX_REASON_LINES = 4;
    private static final int MAX_LINE_CHARACTERS = 200;

    private final CandidateTarget candidate;
    private final CallMonitor monitor;
    private final Consumer<LawResult> listener;
    private final Map<String, Long> startNanos = new HashMap<>();
    private final Map<String, List<Finding>> findingsOfRuns = new HashMap<>();
    private TestPlan plan;

    /** @param listener takes each result at once */
    ResultCollector(CandidateTarget candidate, CallMonitor monitor, Consumer<LawResult> listener) {
        this.candidate = candidate;
        this.monitor = monitor;
        this.listener = listener;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        startNanos.put(test.getUniqueId(), System.nanoTime());
        if (test.isTest()) {
            // Those of the test before, whose threads may have ended late.
            monitor.takeConnectionFailures();
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (monitor.isCancelled()) {
            return;
        }
        List<Finding> findings = new ArrayList<>(findingsOfRuns.getOrDefault(test.getUniqueId(), List.of()));
        if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            findings.add(new Finding(Verdict.KEPT, List.of()));
        } else if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            findings.add(finding(test, result.getThrowable().orElseGet(AssertionError::new)));
        }
        if (isRunOfATest(test)) {
            List<Finding> ofTest =
                    findingsOfRuns.computeIfAbsent(test.getParentId().orElseThrow(), id -> new ArrayList<>());
            findings.forEach(finding -> ofTest.add(finding.ofRun(test.getDisplayName())));
        } else if (!findings.isEmpty()) {
            listener.accept(result(test, findings));
        }
    }

    private boolean isRunOfATest(TestIdentifier test) {
        return test.isTest()
                && plan.getParent(test).filter(ResultCollector::isTestWithRuns).isPresent();
    }

    /** Returns true for a parameterized test, which contains its runs. */
    private static boolean isTestWithRuns(TestIdentifier test) {
        return test.getUniqueIdObject().getLastSegment().getType().equals("test-template");
    }

    private LawResult result(TestIdentifier test, List<Finding> findings) {
        return new LawResult(
                test.getDisplayName(),
                Verdict.mostSevere(findings.stream().map(Finding::verdict)).orElseThrow(),
                findings.stream().flatMap(finding -> finding.reasons().stream()).toList(),
                Duration.ofNanos(System.nanoTime() - startNanos.get(test.getUniqueId())));
    }

    private Finding finding(TestIdentifier test, Throwable failure) {
        List<TransportException> lost = monitor.takeConnectionFailures();
        Verdict verdict = verdict(test, failure, lost);
        LOG.warn("{}: {}: {}", verdict.label(), test.getDisplayName(), trace(failure));
        Stream<String> texts = Stream.concat(
                Stream.of(failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage()),
                lost.stream().limit(1).map(TransportException::getMessage));
        return new Finding(verdict, texts.distinct().flatMap(this::lines).toList());
    }

    /**
     * Returns the verdict on a failed test. A failure of the connection leaves open whether the law is kept. So does a timeout of the test, unless
     * a call goes on after its session was closed, which law 9 forbids.
     */
    private Verdict verdict(TestIdentifier test, Throwable failure, List<TransportException> lost) {
        FailureCauses causes = new FailureCauses(failure);
        boolean connectionLost = causes.holdLostConnection() || !lost.isEmpty() && !isAboutSecrets(test);
        boolean tooSlow = causes.holdTimeoutOfTest() && !monitor.hasCallAfterClose();
        return connectionLost || tooSlow ? Verdict.NOT_PROVED : Verdict.BROKEN;
    }

    /** Returns whether a test looks for secrets: a secret that was found is not excused by a connection that was lost as well. */
    private boolean isAboutSecrets(TestIdentifier test) {
        String statement =
                isRunOfATest(test) ? plan.getParent(test).orElseThrow().getDisplayName() : test.getDisplayName();
        return LawResult.laws(statement).contains(SECRETS);
    }

    private String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return candidate.redact(trace.toString());
    }

    private Stream<String> lines(String text) {
        return candidate
                .redact(text)
                .lines()
                .map(line -> candidate.printable(line).strip())
                .filter(line -> !line.isEmpty())
                .limit(MAX_REASON_LINES)
                .map(line -> line.length() > MAX_LINE_CHARACTERS ? line.substring(0, MAX_LINE_CHARACTERS) + "…" : line);
    }

    /**
     * Finding of one run of a test.
     *
     * @param verdict verdict on the candidate
     * @param reasons reasons for a verdict other than {@link Verdict#KEPT}
     */
    private record Finding(Verdict verdict, List<String> reasons) {

        /** Returns the same finding with the name of the run before its reasons. */
        Finding ofRun(String run) {
            return reasons.isEmpty()
                    ? this
                    : new Finding(
                            verdict,
                            Stream.concat(Stream.of(run + ":"), reasons.stream())
                                    .toList());
        }
    }
}
