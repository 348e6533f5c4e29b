package org.flowgateway.backup.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.Actor;
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

/** Fake job service with the jobs of a test; it records requests. */
final class FakeJobService implements JobService {

    final List<Job> jobs = new ArrayList<>();
    final List<Object> requests = new ArrayList<>();
    final List<String> confirmed = new ArrayList<>();
    Job next;
    RestorePlan plan;
    Exception fault;
    NotReadyException notReady;

    @Override
    public JobService onBehalfOf(Actor actor) {
        return this;
    }

    @Override
    public Job startBackup(BackupRequest request) throws JobInProgressException, NotReadyException, IOException {
        return start(request);
    }

    @Override
    public Job startRestore(RestoreRequest request) throws JobInProgressException, NotReadyException, IOException {
        return start(request);
    }

    @Override
    public Job startPlan(RestoreRequest request) throws JobInProgressException, NotReadyException, IOException {
        return start(request);
    }

    @Override
    public Optional<RestorePlan> plan(String id) {
        return Optional.ofNullable(plan).filter(present -> present.id().equals(id));
    }

    private Job start(Object request) throws JobInProgressException, NotReadyException, IOException {
        requests.add(request);
        if (fault instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (fault instanceof JobInProgressException busy) {
            throw busy;
        }
        if (fault instanceof NotReadyException starting) {
            throw starting;
        }
        if (fault instanceof IOException disk) {
            throw disk;
        }
        jobs.add(next);
        return next;
    }

    @Override
    public boolean cancel(String id) {
        return false;
    }

    /** Confirms any job that runs. */
    @Override
    public boolean confirm(String id) throws NothingToConfirmException, IOException {
        Optional<Job> job = job(id);
        if (job.isEmpty()) {
            return false;
        }
        if (fault instanceof IOException disk) {
            throw disk;
        }
        if (job.get().state() != JobState.EXECUTING) {
            throw new NothingToConfirmException(job.get());
        }
        confirmed.add(id);
        return true;
    }

    @Override
    public List<Job> jobs() {
        throw new AssertionError("No call lists all jobs");
    }

    @Override
    public Optional<Job> job(String id) {
        return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
    }

    @Override
    public Optional<Job> latest(Operation operation) {
        return jobs.stream().filter(job -> job.operation() == operation).reduce((first, second) -> second);
    }

    @Override
    public Optional<Job> latestCompleted(Operation operation) {
        return jobs.stream()
                .filter(job -> job.operation() == operation && job.state() == JobState.COMPLETED)
                .reduce((first, second) -> second);
    }

    @Override
    public void checkReady() throws NotReadyException {
        if (notReady != null) {
            throw notReady;
        }
    }
}
