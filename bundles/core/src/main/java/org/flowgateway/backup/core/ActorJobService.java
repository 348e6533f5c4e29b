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
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.NothingToConfirmException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.Target;

/** Job service on behalf of one actor. It writes refused requests to the audit log; jobs audit what they do themselves. */
final class ActorJobService implements JobService {

    private final JobSlotService jobs;
    private final Actor actor;
    private final AuditLog audit;

    ActorJobService(JobSlotService jobs, Actor actor, AuditLog audit) {
        this.jobs = jobs;
        this.actor = actor;
        this.audit = audit;
    }

    @Override
    public JobService onBehalfOf(Actor other) {
        return jobs.onBehalfOf(other);
    }

    @Override
    public Job startBackup(BackupRequest request) throws JobInProgressException, NotReadyException, IOException {
        return start(Operation.BACKUP, request.target(), () -> jobs.start(request, actor));
    }

    @Override
    public Job startRestore(RestoreRequest request) throws JobInProgressException, NotReadyException, IOException {
        return start(Operation.RESTORE, request.target(), () -> jobs.start(Operation.RESTORE, request, actor));
    }

    @Override
    public Job startPlan(RestoreRequest request) throws JobInProgressException, NotReadyException, IOException {
        return start(Operation.PLAN, request.target(), () -> jobs.start(Operation.PLAN, request, actor));
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
        boolean cancelled = jobs.cancel(id, actor);
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
            boolean confirmed = jobs.confirmJob(id);
            result = confirmed ? AuditEvent.OK : result;
            return confirmed;
        } catch (NothingToConfirmException | IOException e) {
            result = "REFUSED: " + e.getMessage();
            throw e;
        } finally {
            audit.write(new AuditEvent(actor, Action.CONFIRM, id, result, id));
        }
    }

    @Override
    public Optional<RestorePlan> plan(String id) throws IOException {
        return jobs.plan(id);
    }

    @Override
    public List<Job> jobs() {
        return jobs.jobs();
    }

    @Override
    public Optional<Job> job(String id) {
        return jobs.job(id);
    }

    @Override
    public Optional<Job> latest(Operation operation) {
        return jobs.latest(operation);
    }

    @Override
    public Optional<Job> latestCompleted(Operation operation) {
        return jobs.latestCompleted(operation);
    }

    @Override
    public void checkReady() throws NotReadyException {
        jobs.checkReady();
    }

    /** A start of a job. */
    @FunctionalInterface
    private interface Start {
        Job run() throws JobInProgressException, NotReadyException, IOException;
    }
}
