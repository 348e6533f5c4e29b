package org.flowgateway.backup.core;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.StateDirectoryException;
import org.flowgateway.backup.core.job.JobRecord;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.prepare.StoredPlan;

/** Answers to questions about jobs and plans. The job in the slot is read from memory, which is newer than the disk. Thread-safe. */
final class JobQueries {

    private final InstanceState state;
    private final JobSlot slot;

    JobQueries(InstanceState state, JobSlot slot) {
        this.state = state;
        this.slot = slot;
    }

    /** All jobs, newest first. */
    List<Job> jobs() {
        Optional<Job> inSlot = slot.latest().map(JobRun::snapshot);
        return state.jobs()
                .newestFirst()
                .map(JobRecord::job)
                .map(job ->
                        inSlot.filter(running -> running.id().equals(job.id())).orElse(job))
                .toList();
    }

    /** Finds a job by its id. */
    Optional<Job> job(String id) {
        return newest(job -> job.id().equals(id));
    }

    /** Finds the newest job that matches. */
    Optional<Job> newest(Predicate<Job> wanted) {
        Optional<Job> inSlot = slot.latest().map(JobRun::snapshot);
        if (inSlot.filter(wanted).isPresent()) {
            return inSlot;
        }
        return state.jobs()
                .newest(record -> wanted.test(record.job())
                        && inSlot.filter(job -> job.id().equals(record.job().id()))
                                .isEmpty())
                .map(JobRecord::job);
    }

    /** Finds a plan by its job's id. */
    Optional<RestorePlan> plan(String id) throws StateDirectoryException {
        try {
            return state.plans().find(id).map(StoredPlan::plan);
        } catch (IOException e) {
            throw StateDirectoryFailures.reading(state.directory().plans(), e);
        }
    }
}
