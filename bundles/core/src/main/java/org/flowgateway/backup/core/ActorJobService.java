package org.flowgateway.backup.core;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.AuditEvent;
import org.flowgateway.backup.api.AuditEvent.Action;
import org.flowgateway.backup.api.AuditLog;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobInProgressException;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.NothingToConfirmException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.Target;

/** Job service on behalf of one actor. It writes refused requests to the audit log; jobs audit what they do themselves. */
final class ActorJobService implements JobService {

    private final JobIntake intake;
    private final JobQueries queries;
    private final Actor actor;
    private final AuditLog audit;

    ActorJobService(JobIntake intake, JobQueries queries, Actor actor, AuditLog audit) {
        this.intake = intake;
        this.queries = queries;
        this.actor = actor;
        this.audit = audit;
    }

    @Override
    public JobService onBehalfOf(Actor other) {
        return new ActorJobService(intake, queries, other, audit);
    }

    @Override
    public Job startBackup(BackupRequest request) throws JobInProgressException, NotReadyException, IOException {
        return start(Operation.BACKUP, request.target(), () -> intake.startBackup(request, actor));
    }

    @Override
    public Job startRestore(RestoreRequest request) throws JobInProgressException, NotReadyException, IOException {
        return start(Operation.RESTORE, request.target(), () -> intake.startRestore(request, actor));
    }

    @Override
    public Job startPlan(RestoreRequest request) throws JobInProgressException, NotReadyException, IOException {
        return start(Operation.PLAN, request.target(), () -> intake.startPlan(request, actor));
    }

    private Job start(Operation operation, Target target, Start start)
            throws JobInProgressException, NotReadyException, IOException {
        boolean refused = true;
        String why = "internal error";
        try {
            Job job = start.run();
            refused = false;
            return job;
        } catch (JobInProgressException | NotReadyException | IOException | IllegalArgumentException e) {
            why = e.getMessage();
            throw e;
        } finally {
            if (refused) {
                String object = (operation.noun() + " " + target.hostname() + " " + target.path()).strip();
                audit.write(new AuditEvent(actor, Action.START, object, "REFUSED: " + why));
            }
        }
    }

    @Override
    public boolean cancel(String id) {
        boolean cancelled = intake.cancel(id, actor);
        audit.write(new AuditEvent(
                actor,
                Action.CANCEL,
                id,
                cancelled ? AuditEvent.OK : "REFUSED: no such job runs, or it can no longer be cancelled",
                id));
        return cancelled;
    }

    @Override
    public boolean confirm(String id) throws NothingToConfirmException, IOException {
        String result = "REFUSED: there is no such job";
        try {
            if (intake.confirm(id)) {
                result = AuditEvent.OK;
                return true;
            }
            Optional<Job> known = queries.job(id);
            if (known.isPresent()) {
                throw new NothingToConfirmException(known.get());
            }
            return false;
        } catch (NothingToConfirmException | IOException e) {
            result = "REFUSED: " + e.getMessage();
            throw e;
        } finally {
            audit.write(new AuditEvent(actor, Action.CONFIRM, id, result, id));
        }
    }

    @Override
    public Optional<RestorePlan> plan(String id) throws IOException {
        return queries.plan(id);
    }

    @Override
    public List<Job> jobs() {
        return queries.jobs();
    }

    @Override
    public Optional<Job> job(String id) {
        return queries.job(id);
    }

    @Override
    public Optional<Job> latest(Operation operation) {
        return queries.newest(job -> job.operation() == operation);
    }

    @Override
    public Optional<Job> latestCompleted(Operation operation) {
        return queries.newest(job -> job.operation() == operation && job.state() == JobState.COMPLETED);
    }

    @Override
    public void checkReady() throws NotReadyException {
        intake.checkReady();
    }

    /** A start of a job. */
    @FunctionalInterface
    private interface Start {
        Job run() throws JobInProgressException, NotReadyException, IOException;
    }
}
