package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.core.instance.StateDirectoryHeldException;
import org.flowgateway.backup.core.instance.TreeHeldException;
import org.flowgateway.backup.core.instance.TreeLocks;
import org.flowgateway.backup.core.job.JobAnnouncer;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.restore.ConfirmationNotice;
import org.flowgateway.backup.core.restore.RestoreConfirmation;
import org.flowgateway.backup.core.restore.SectionActivation;
import org.flowgateway.backup.core.section.SectionCalls;
import org.flowgateway.backup.core.settings.CoreSettings;
import org.flowgateway.backup.spi.section.Section;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instance of the job service on one state directory, from the recovery of what an earlier one left there to its stop. Thread-safe.
 */
final class JobServiceInstance {

    private static final Logger LOG = LoggerFactory.getLogger(JobServiceInstance.class);

    private final JobEnvironment environment;
    private final InstanceState state;
    private final SectionCalls calls;
    private final JobAnnouncer announcer;
    private final JobSlot slot;
    private final JobThread thread;
    private final JobIntake intake;
    private final JobService service;

    /**
     * Locks the state directory and recovers what an earlier run left there.
     *
     * @throws StateDirectoryHeldException if another instance works with the state directory
     * @throws IOException if the state directory cannot be used, or a half-done restore can neither be completed nor rolled back
     */
    JobServiceInstance(JobEnvironment environment) throws StateDirectoryHeldException, IOException {
        CoreSettings settings = environment.settings().get();
        this.environment = environment;
        this.calls = new SectionCalls(settings.sectionTimeout());
        this.announcer = new JobAnnouncer(environment.events(), environment.audit());
        this.state = InstanceState.open(
                settings.stateDirectory(), environment.clock().instant());
        this.slot = new JobSlot(state, announcer, environment.clock());
        this.thread = new JobThread(state::close);
        try {
            this.intake = new JobIntake(environment, state, new JobAdmission(environment, state, calls), slot, thread);
            this.service = new ActorJobService(intake, new JobQueries(state, slot), Actor.GATEWAY, environment.audit());
            Optional<StartupRecovery.UnconfirmedRestore> unconfirmed =
                    new StartupRecovery(environment, state, announcer::ended).run();
            if (unconfirmed.isPresent()) {
                resume(unconfirmed.get());
            }
        } catch (IOException | RuntimeException | Error e) {
            thread.shutdown(); // Releases the state directory.
            throw e;
        }
        environment.sections().setListener(this::runPendingCalls);
    }

    /** The service for callers, on behalf of the gateway itself. */
    JobService service() {
        return service;
    }

    /** The directory of this instance's records. */
    Path stateDirectory() {
        return state.directory().path();
    }

    /** Resumes a confirmation window. It occupies the slot, so no other job starts. */
    private void resume(StartupRecovery.UnconfirmedRestore unconfirmed) throws IOException {
        JobRun run = JobRun.resumed(
                unconfirmed.record(), ConfirmationNotice::isNotice, state.jobs(), announcer, environment.clock());
        try {
            RestoreConfirmation confirmation = RestoreConfirmation.resume(
                    run,
                    unconfirmed.transaction(),
                    unconfirmed.left(),
                    new SectionActivation(calls, state.pendingCalls(), run, environment.sections()::current));
            TreeLocks.Hold held = hold(unconfirmed.transaction().roots());
            slot.resume(run);
            thread.execute(() -> {
                try {
                    JobEnd.conclude(run, confirmation);
                } finally {
                    held.close();
                }
            });
        } catch (JobCancelledException e) {
            throw new IllegalStateException("A job was cancelled before it could be requested", e);
        }
    }

    /**
     * Locks the roots. A job of another installation that began while this gateway was stopped is not disturbed: it detects a change of
     * its tree itself.
     */
    private TreeLocks.Hold hold(List<Path> roots) throws IOException {
        try {
            return environment.locks().hold(roots);
        } catch (TreeHeldException e) {
            LOG.warn("The restored state awaits confirmation while another gateway uses its tree. {}", e.getMessage());
            return () -> {};
        }
    }

    /**
     * Runs the pending calls of a section on the job thread. So a job finds its sections complete, and no section that it froze is thawed
     * early.
     */
    private void runPendingCalls(Section section) {
        slot.runUnlessStopped(() -> thread.execute(() -> state.pendingCalls()
                .runPending(
                        section, calls.withDeadline(environment.settings().get().sectionTimeout()))));
    }

    /** Stops the instance if no job runs. No job starts from then on. */
    boolean stopIfIdle() {
        if (!slot.stopIfFree()) {
            return false;
        }
        stop();
        return true;
    }

    /** Stops the running job and waits until its end is recorded. A confirmation window continues at the next start. */
    void stop() {
        slot.stop();
        environment.sections().setListener(section -> {});
        thread.stop();
        intake.release();
    }
}
