package org.flowgateway.backup.certify;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certification of a target: it probes the target, removes what earlier runs left, tests the laws, and removes its own directories. Each of these
 * ends although a call of the transport may not. Runs once.
 */
final class Certification {

    private static final Logger LOG = LoggerFactory.getLogger(Certification.class);

    private final CandidateTarget candidate;
    private final PrintStream out;
    private final CallLimits limits;
    private final Clock clock;
    private final ScratchName name;
    private final List<LawResult> results = new CopyOnWriteArrayList<>();

    /** @param out receives progress and results at once */
    Certification(CandidateTarget candidate, PrintStream out, CallLimits limits, Clock clock) {
        this.candidate = candidate;
        this.out = out;
        this.limits = limits;
        this.clock = clock;
        this.name = ScratchName.next(clock);
    }

    /**
     * Runs the certification. An interrupt of this thread cancels it.
     *
     * @return the report
     * @throws TransportException if nothing can be stored in the target
     * @throws AbandonedRunException if a call did not return before the first test
     * @throws CancellationException if it was cancelled before the first test
     */
    CertificationReport run() throws TransportException, AbandonedRunException {
        LOG.info("The certification of {} begins", candidate.displayName());
        String outcome = "failed";
        try {
            CertificationReport report = runAll();
            outcome = report.verdict().label();
            return report;
        } finally {
            LOG.info(
                    "The certification of {} ended after {} s: {}",
                    candidate.displayName(),
                    elapsed().toSeconds(),
                    outcome);
        }
    }

    private CertificationReport runAll() throws TransportException, AbandonedRunException {
        try (CallMonitor monitor = new CallMonitor(limits)) {
            TargetFacts facts = thread(monitor).call(() -> prepare(monitored(monitor)));
            facts.lines().forEach(out::println);
            out.println("All test objects are in directories " + name.prefix() + "…, which are removed at the end");
            Optional<Message> interruption;
            Optional<Message> cleanupProblem;
            try {
                interruption = testLaws(monitor);
            } finally {
                cleanupProblem = cleanUp();
            }
            return new CertificationReport(
                    candidate,
                    BundleVersions.of(candidate.provider()),
                    name.start(),
                    elapsed(),
                    facts,
                    List.copyOf(results),
                    interruption,
                    cleanupProblem);
        }
    }

    private TargetFacts prepare(CandidateTarget monitored) throws TransportException {
        TargetFacts facts = TargetFacts.of(monitored);
        new EarlierRuns(monitored, name, out).remove();
        return facts;
    }

    /** Returns the reason why not all laws were tested. */
    private Optional<Message> testLaws(CallMonitor monitor) throws TransportException {
        ScratchSpace space = new ScratchSpace(monitored(monitor), name);
        try {
            return thread(monitor).call(() -> {
                new CertificationRun(space, monitor, this::add).run();
                return Optional.empty();
            });
        } catch (CancellationException e) {
            return Optional.of(CertifyMessage.CANCELLED.with());
        } catch (AbandonedRunException e) {
            add(new LawResult(
                    "9: a call ends after its session was closed",
                    Verdict.BROKEN,
                    List.of(e.description().text()),
                    limits.grace()));
            return Optional.of(e.description());
        }
    }

    private void add(LawResult result) {
        results.add(result);
        out.println(String.format("%-11s %s", result.verdict().label(), result.statement()));
        result.reasons().forEach(line -> out.println("            " + line));
        out.flush();
    }

    /** Removes the directories of this run, and returns the reason why some remain. */
    private Optional<Message> cleanUp() {
        // Calls of the tests may still run; a monitor of its own refuses them nothing and is not cancelled with them.
        try (CallMonitor monitor = new CallMonitor(limits)) {
            List<String> remaining = thread(monitor)
                    .call(() -> new DirectoryRemoval(monitored(monitor), new RemovalProgress(out, System::nanoTime))
                            .remove(name::isOwn));
            return remaining.isEmpty()
                    ? Optional.empty()
                    : Optional.of(CertifyMessage.DIRECTORIES_REMAIN.with(String.join(", ", remaining)));
        } catch (TransportException e) {
            return notRemoved(e.description(), e);
        } catch (AbandonedRunException e) {
            return notRemoved(e.description(), e);
        } catch (CancellationException e) {
            return notRemoved(CertifyMessage.CANCELLED.with(), e);
        } catch (RuntimeException | LinkageError e) {
            return notRemoved(
                    CertifyMessage.TRANSPORT_FAILED.with(candidate.target().scheme()), e);
        }
    }

    private Optional<Message> notRemoved(Message reason, Throwable failure) {
        // Without the trace, in which a transport may reveal the password.
        LOG.warn(
                "The test directories {}… on {} could not be removed: {}",
                name.prefix(),
                candidate.displayName(),
                candidate.printable(failure.toString()));
        return Optional.of(
                CertifyMessage.DIRECTORIES_NOT_REMOVED.with(name.prefix(), reason, ScratchName.MAX_AGE.toHours()));
    }

    private SupervisedThread thread(CallMonitor monitor) {
        return new SupervisedThread(monitor, candidate.target().scheme());
    }

    private CandidateTarget monitored(CallMonitor monitor) {
        return candidate.through(new MonitoredTransport(candidate.provider(), monitor));
    }

    private Duration elapsed() {
        return Duration.between(name.start(), clock.instant());
    }
}
