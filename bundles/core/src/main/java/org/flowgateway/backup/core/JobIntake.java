package org.flowgateway.backup.core;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobInProgressException;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.StateDirectoryException;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.core.backup.BackupOperation;
import org.flowgateway.backup.core.backup.SharedBufferPool;
import org.flowgateway.backup.core.job.JobRecordMessage;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.operation.JobOperation;
import org.flowgateway.backup.core.plan.PlanOperation;
import org.flowgateway.backup.core.prepare.StoredPlan;
import org.flowgateway.backup.core.restore.RestoreOperation;

/** Takes requests: starts, cancels and confirms jobs. It owns the secrets of a request, and wipes them if no job starts. Thread-safe. */
final class JobIntake {

    private final JobEnvironment environment;
    private final InstanceState state;
    private final JobAdmission admission;
    private final JobSlot slot;
    private final JobThread thread;
    private final SharedBufferPool buffers;

    /**
     * @param admission checks whether a job can start
     * @param slot holds the running job
     * @param thread runs it
     */
    JobIntake(JobEnvironment environment, InstanceState state, JobAdmission admission, JobSlot slot, JobThread thread) {
        this.environment = environment;
        this.state = state;
        this.admission = admission;
        this.slot = slot;
        this.thread = thread;
        this.buffers = new SharedBufferPool();
    }

    /** Releases the memory for packs. No job runs or starts from then on. */
    void release() {
        buffers.release();
    }

    Job startBackup(BackupRequest request, Actor actor) throws JobInProgressException, NotReadyException, IOException {
        JobSecrets secrets = new JobSecrets(request.password(), request.securityPassword());
        try {
            AdmittedJob admitted =
                    admission.admit(request.target(), request.password().isPresent());
            return start(
                    admitted,
                    new BackupOperation(
                            request.securityPassword(),
                            buffers.withCapacity(admitted.settings().capacity()),
                            environment.sealingCipher()),
                    secrets,
                    actor);
        } catch (Throwable e) {
            secrets.wipe();
            throw e;
        }
    }

    Job startRestore(RestoreRequest request, Actor actor)
            throws JobInProgressException, NotReadyException, IOException {
        JobSecrets secrets = new JobSecrets(request.password(), request.securityPassword());
        try {
            AdmittedJob admitted =
                    admission.admit(request.target(), request.password().isPresent());
            Optional<StoredPlan> plan = findPlan(request, admitted.target().displayed());
            return start(admitted, new RestoreOperation(request, plan), secrets, actor);
        } catch (Throwable e) {
            secrets.wipe();
            throw e;
        }
    }

    Job startPlan(RestoreRequest request, Actor actor) throws JobInProgressException, NotReadyException, IOException {
        JobSecrets secrets = new JobSecrets(request.password(), request.securityPassword());
        try {
            AdmittedJob admitted =
                    admission.admit(request.target(), request.password().isPresent());
            return start(admitted, new PlanOperation(request, state.plans()), secrets, actor);
        } catch (Throwable e) {
            secrets.wipe();
            throw e;
        }
    }

    private Job start(AdmittedJob admitted, JobOperation operation, JobSecrets secrets, Actor actor)
            throws JobInProgressException, NotReadyException, IOException {
        JobRun run = slot.take(operation.kind(), actor, admitted.target());
        JobExecution execution = new JobExecution(environment, state, admitted, run, secrets);
        Job job = run.snapshot();
        try {
            thread.execute(() -> execution.execute(operation));
        } catch (RejectedExecutionException e) { // Stopped since the slot was taken.
            run.fail(JobState.CANCELLED, JobRecordMessage.CANCELLED_AT_STOP.with());
            throw JobSlot.stoppingFailure();
        }
        return job;
    }

    /** Finds the plan that a request names, and checks that it can be executed with this request. */
    private Optional<StoredPlan> findPlan(RestoreRequest request, Target target) throws IOException {
        if (request.plan().isEmpty()) {
            return Optional.empty();
        }
        StoredPlan stored = state.plans()
                .find(request.plan().get())
                .orElseThrow(() -> new InvalidRequestException("plan", JobServiceMessage.PLAN_UNKNOWN.with()));
        RestorePlan plan = stored.plan();
        if (!plan.executable()) {
            throw new InvalidRequestException("plan", JobServiceMessage.PLAN_NOT_EXECUTABLE.with(plan.id()));
        }
        if (!plan.target().equals(target)) {
            throw new InvalidRequestException("plan", JobServiceMessage.PLAN_OF_OTHER_TARGET.with(plan.id()));
        }
        if (!plan.selection().equals(request.selection())) {
            throw new InvalidRequestException("plan", JobServiceMessage.PLAN_OF_OTHER_SELECTION.with(plan.id()));
        }
        return Optional.of(stored);
    }

    /** @return whether the job ends by that */
    boolean cancel(String id, Actor actor) {
        Message reason = actor.user().isEmpty()
                ? JobRecordMessage.CANCELLED_ANONYMOUSLY.with()
                : JobRecordMessage.CANCELLED_BY.with(actor.user());
        return slot.latest(id).filter(run -> run.cancel(reason)).isPresent();
    }

    /**
     * Confirms what a job waits for.
     *
     * @return whether that is what counts; {@code false} if no such job runs, or it does not wait for that
     * @throws StateDirectoryException if the confirmation could not be put on disk
     */
    boolean confirm(String id) throws StateDirectoryException {
        Optional<JobRun> run = slot.latest(id);
        try {
            return run.isPresent() && run.get().confirm();
        } catch (IOException e) {
            throw StateDirectoryFailures.writing(state.directory().restoreJournal(), e);
        }
    }

    /** @throws NotReadyException if no job can start now */
    void checkReady() throws NotReadyException {
        slot.checkNotStopped();
        admission.checkReady();
    }
}
