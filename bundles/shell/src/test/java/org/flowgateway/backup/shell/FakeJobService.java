package org.flowgateway.backup.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.api.NothingToConfirmException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreRequest;

/** Fake job service with the jobs of a test; it records confirmations. */
final class FakeJobService implements JobService {

    final List<Job> known = new ArrayList<>();
    final List<String> confirmed = new ArrayList<>();
    IOException fault;

    @Override
    public JobService onBehalfOf(Actor actor) {
        return this;
    }

    @Override
    public Job startBackup(BackupRequest request) {
        throw new AssertionError("No command starts a backup");
    }

    @Override
    public Job startPlan(RestoreRequest request) {
        throw new AssertionError("No command plans a restore");
    }

    @Override
    public Optional<RestorePlan> plan(String id) {
        throw new AssertionError("No command shows a plan");
    }

    @Override
    public Job startRestore(RestoreRequest request) {
        throw new AssertionError("No command starts a restore");
    }

    @Override
    public boolean cancel(String id) {
        throw new AssertionError("No command cancels a job");
    }

    @Override
    public boolean confirm(String id) throws NothingToConfirmException, IOException {
        Optional<Job> job = job(id);
        if (job.isEmpty()) {
            return false;
        }
        if (job.get().phase() != Phase.AWAITING_CONFIRMATION) {
            throw new NothingToConfirmException(job.get());
        }
        if (fault != null) {
            throw fault;
        }
        confirmed.add(id);
        return true;
    }

    @Override
    public List<Job> jobs() {
        return IntStream.range(0, known.size())
                .mapToObj(index -> known.get(known.size() - 1 - index))
                .toList();
    }

    @Override
    public Optional<Job> job(String id) {
        return known.stream().filter(job -> job.id().equals(id)).findFirst();
    }

    @Override
    public Optional<Job> latest(Operation operation) {
        return known.stream().filter(job -> job.operation() == operation).reduce((first, second) -> second);
    }

    @Override
    public Optional<Job> latestCompleted(Operation operation) {
        throw new AssertionError("No command asks for it");
    }

    @Override
    public void checkReady() {
        throw new AssertionError("No command asks for it");
    }
}
