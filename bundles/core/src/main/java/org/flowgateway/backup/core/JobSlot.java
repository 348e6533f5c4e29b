package org.flowgateway.backup.core;

import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobInProgressException;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.flowgateway.backup.core.job.JobListener;
import org.flowgateway.backup.core.job.JobRecord;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.transport.JobTarget;

/** The one slot for a running job. The job stays in it until the next one starts. Thread-safe. */
final class JobSlot {

    private final InstanceState state;
    private final JobListener listener;
    private final Clock clock;
    /** Written under this object's lock, which the start of a job holds for longer. Status calls read it without the lock. */
    private volatile JobRun latest;

    private volatile boolean stopped;

    /** @param listener is told of each job that starts, and what happens to it */
    JobSlot(InstanceState state, JobListener listener, Clock clock) {
        this.state = state;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Takes the slot for a new job, whose record is on disk when this returns.
     *
     * @throws JobInProgressException if a job runs
     * @throws NotReadyException if no job may start any more
     * @throws IOException if the record cannot be written
     */
    synchronized JobRun take(Operation operation, Actor actor, JobTarget target)
            throws JobInProgressException, NotReadyException, IOException {
        checkNotStopped();
        if (isTaken()) {
            throw new JobInProgressException(latest.snapshot());
        }
        long number = state.jobs().nextNumber();
        Job job = new Job(
                "%s-%06d".formatted(operation.noun(), number),
                operation,
                JobState.EXECUTING,
                Phase.CHECKING,
                target.displayed(),
                "",
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                Optional.empty(),
                "",
                Progress.NONE,
                List.of(),
                List.of(),
                actor,
                Optional.empty());
        JobRecord record = new JobRecord(number, job, target.completed(), Optional.empty());
        try {
            latest = new JobRun(record, state.jobs(), listener, clock);
            return latest;
        } catch (IOException e) {
            throw StateDirectoryFailures.writing(state.directory().jobs(), e);
        }
    }

    /** Gives the slot to a job of an earlier run of the gateway, before any other job starts. */
    synchronized void resume(JobRun run) {
        latest = run;
    }

    /** The job in the slot, which may have ended. */
    Optional<JobRun> latest() {
        return Optional.ofNullable(latest);
    }

    /** The job in the slot, if it has this id. */
    Optional<JobRun> latest(String id) {
        return latest().filter(run -> run.snapshot().id().equals(id));
    }

    private boolean isTaken() {
        return latest != null && latest.snapshot().state() == JobState.EXECUTING;
    }

    /** @throws NotReadyException after a stop */
    void checkNotStopped() throws NotReadyException {
        if (stopped) {
            throw stoppingFailure();
        }
    }

    static NotReadyException stoppingFailure() {
        return new NotReadyException(JobServiceMessage.STOPPING.with());
    }

    /** Runs a short action that no stop may overtake, unless there was one. */
    synchronized void runUnlessStopped(Runnable action) {
        if (!stopped) {
            action.run();
        }
    }

    /**
     * Stops the slot if no job runs. No job starts from then on.
     *
     * @return whether it was stopped
     */
    synchronized boolean stopIfFree() {
        if (isTaken()) {
            return false;
        }
        stopped = true;
        return true;
    }

    /** Stops the job in the slot. No job starts from then on. */
    synchronized void stop() {
        latest().ifPresent(JobRun::stop);
        stopped = true;
    }
}
