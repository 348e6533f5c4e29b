package org.flowgateway.backup.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.core.file.RealPath;
import org.flowgateway.backup.core.section.JobSections;
import org.flowgateway.backup.core.section.SectionCalls;
import org.flowgateway.backup.core.settings.CoreSettings;
import org.flowgateway.backup.core.transport.JobTarget;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.section.Section;

/** Checks whether a job can start now: that the gateway is ready, and that the target and the sections can be used. Thread-safe. */
final class JobAdmission {

    private final JobEnvironment environment;
    private final InstanceState state;
    private final SectionCalls calls;

    JobAdmission(JobEnvironment environment, InstanceState state, SectionCalls calls) {
        this.environment = environment;
        this.state = state;
        this.calls = calls;
    }

    /**
     * Admits a job.
     *
     * @param withPassword whether a password for the target was given
     * @throws InvalidRequestException if the target cannot be used
     * @throws NotReadyException if the gateway is not ready
     */
    AdmittedJob admit(Target target, boolean withPassword) throws NotReadyException {
        CoreSettings settings = environment.settings().get();
        checkNoProblem();
        JobTarget resolved = environment.targets().resolve(target, withPassword);
        List<Section> sections = environment.sections().requireAll(settings.expectedSections());
        checkApart(resolved, sections);
        return new AdmittedJob(
                resolved,
                new JobSections(sections, calls.withDeadline(settings.sectionTimeout()), state.pendingCalls()),
                settings);
    }

    /** @throws NotReadyException if no job can start now, whatever its target */
    void checkReady() throws NotReadyException {
        checkNoProblem();
        environment.sections().requireAll(environment.settings().get().expectedSections());
    }

    private void checkNoProblem() throws NotReadyException {
        Optional<String> problems = environment.problems().get().stream()
                .filter(ReadinessProblem::preventsReadiness)
                .map(ReadinessProblem::text)
                .distinct()
                .reduce((one, other) -> one + "\n" + other);
        if (problems.isPresent()) {
            throw new NotReadyException(problems.get());
        }
    }

    /** Checks that neither backups nor the state directory are inside a section: a restore would swap them away with the previous state. */
    private void checkApart(JobTarget target, List<Section> sections) throws NotReadyException {
        Path stateDirectory = state.directory().path();
        for (Section section : sections) {
            Path root = RealPath.of(section.root());
            if (target.isLocal()
                    && RealPath.of(Path.of(target.completed().path())).startsWith(root)) {
                throw new InvalidRequestException("path", JobServiceMessage.TARGET_IN_SECTION.with(section.root()));
            }
            if (RealPath.of(stateDirectory).startsWith(root)) {
                throw new NotReadyException(JobServiceMessage.STATE_IN_SECTION.with(stateDirectory, section.root()));
            }
        }
    }
}
