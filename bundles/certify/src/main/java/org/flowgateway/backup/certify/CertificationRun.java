package org.flowgateway.backup.certify;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the storage laws of the test kit against a candidate. Several may run side by side. */
final class CertificationRun {

    private static final Logger LOG = LoggerFactory.getLogger(CertificationRun.class);
    private static final int MAX_REASON_LINES = 4;
    private static final int MAX_LINE_CHARACTERS = 200;

    private final ScratchSpace space;
    private final Consumer<LawResult> listener;

    /**
     * @param space directories to store in
     * @param listener takes each result at once
     */
    CertificationRun(ScratchSpace space, Consumer<LawResult> listener) {
        this.space = space;
        this.listener = listener;
    }

    /**
     * Runs all laws, which takes half a minute to some minutes, depending on the connection and the store.
     *
     * @return the results
     */
    List<LawResult> run() {
        ResultCollector collector = new ResultCollector();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(CandidateLaws.class))
                .build();
        // No discovery: in a container there is no class path to search.
        LauncherConfig config = LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestEngines(new JupiterTestEngine())
                .build();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(CertificationRun.class.getClassLoader());
        try {
            CandidateLaws.with(space, () -> LauncherFactory.create(config).execute(request, collector));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        return collector.all;
    }

    /** Collects results, and combines the runs of a parameterized test. */
    private final class ResultCollector implements TestExecutionListener {

        private final List<LawResult> all = new ArrayList<>();
        private final Map<String, List<String>> brokenRuns = new LinkedHashMap<>();
        private TestPlan plan;

        @Override
        public void testPlanExecutionStarted(TestPlan testPlan) {
            plan = testPlan;
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            List<String> broken = new ArrayList<>(brokenRuns.getOrDefault(test.getUniqueId(), List.of()));
            result.getThrowable().ifPresent(failure -> {
                LOG.warn("The law is broken: {}: {}", test.getDisplayName(), trace(failure));
                broken.addAll(reason(failure));
            });
            if (isRunOfATest(test)) {
                if (!broken.isEmpty()) {
                    List<String> ofTest =
                            brokenRuns.computeIfAbsent(test.getParentId().orElseThrow(), id -> new ArrayList<>());
                    ofTest.add(test.getDisplayName() + ":");
                    ofTest.addAll(broken);
                }
            } else if (test.isTest() || isTestWithRuns(test) || !broken.isEmpty()) {
                LawResult lawResult = new LawResult(test.getDisplayName(), List.copyOf(broken));
                all.add(lawResult);
                listener.accept(lawResult);
            }
        }

        private boolean isRunOfATest(TestIdentifier test) {
            return test.isTest()
                    && plan.getParent(test).filter(this::isTestWithRuns).isPresent();
        }

        /** Returns true for a parameterized test, which contains its runs. */
        private boolean isTestWithRuns(TestIdentifier test) {
            return test.getUniqueIdObject().getLastSegment().getType().equals("test-template");
        }
    }

    private String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return space.candidate().redact(trace.toString());
    }

    private List<String> reason(Throwable failure) {
        String text = space.candidate()
                .redact(failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage());
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(MAX_REASON_LINES)
                .map(line -> line.length() > MAX_LINE_CHARACTERS ? line.substring(0, MAX_LINE_CHARACTERS) + "…" : line)
                .toList();
    }
}
