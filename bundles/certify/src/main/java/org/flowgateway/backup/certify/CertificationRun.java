package org.flowgateway.backup.certify;

import java.util.function.Consumer;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the storage laws of the test kit against a candidate. Several may run side by side. */
final class CertificationRun {

    private final ScratchSpace space;
    private final CallMonitor monitor;
    private final Consumer<LawResult> listener;

    /**
     * @param space directories to store in
     * @param monitor monitor of all calls of the candidate
     * @param listener takes each result at once
     */
    CertificationRun(ScratchSpace space, CallMonitor monitor, Consumer<LawResult> listener) {
        this.space = space;
        this.monitor = monitor;
        this.listener = listener;
    }

    /** Runs all laws, which takes half a minute to some minutes, depending on the connection and the store. */
    void run() {
        ResultCollector collector = new ResultCollector(space.candidate(), monitor, listener);
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
    }
}
