package org.flowgateway.backup.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Service that runs backups, restores and restore plans, one at a time, and reports their state.
 *
 * <p>The service is registered only after the recovery from an earlier run, such as an interrupted restore or job, is complete. Thread-safe.
 */
@ProviderType
public interface JobService {

    /**
     * Returns this service on behalf of an actor, who is named in the jobs' records and in the {@link AuditLog}. By default that is
     * {@link Actor#GATEWAY}.
     */
    JobService onBehalfOf(Actor actor);

    /**
     * Starts a backup. When this returns, the job's record is on disk and the job is visible as {@link JobState#EXECUTING}.
     *
     * @param request parameters of the backup; the service takes over its secrets and wipes them, also if this call throws
     * @return the started job
     * @throws InvalidRequestException if the target is invalid: a value that the scheme requires is missing, or no transport for it is installed
     * @throws JobInProgressException if another job runs
     * @throws NotReadyException if a required part of the gateway is not available yet
     * @throws StateDirectoryException if the job's record cannot be written
     */
    Job startBackup(BackupRequest request)
            throws InvalidRequestException, JobInProgressException, NotReadyException, IOException;

    /**
     * Starts a restore; otherwise as {@link #startBackup}. A restore by a plan does exactly what the plan says, or ends as
     * {@link JobState#ERROR} with the gateway untouched: if the backup was replaced since, or if the gateway's state that the plan compared has
     * changed.
     *
     * @param request parameters of the restore; the service takes over its secrets and wipes them, also if this call throws
     * @return the started job
     * @throws InvalidRequestException if the target is invalid: a value that the scheme requires is missing, or no transport for it is
     *         installed; if there is no such plan, if it is not executable, or if target or selection differ from the plan's
     * @throws JobInProgressException if another job runs
     * @throws NotReadyException if a required part of the gateway is not available yet
     * @throws StateDirectoryException if the job's record cannot be written
     */
    Job startRestore(RestoreRequest request)
            throws InvalidRequestException, JobInProgressException, NotReadyException, IOException;

    /**
     * Starts making a restore plan; otherwise as {@link #startBackup}. The job ends as {@link JobState#COMPLETED} also if the restore is
     * impossible: the plan gives the reason.
     *
     * @param request parameters of the restore, without a plan; the service takes over its secrets and wipes them, also if this call throws
     * @return the started job, whose id is the plan's
     * @throws InvalidRequestException if the target is invalid: a value that the scheme requires is missing, or no transport for it is installed
     * @throws JobInProgressException if another job runs
     * @throws NotReadyException if a required part of the gateway is not available yet
     * @throws StateDirectoryException if the job's record cannot be written
     */
    Job startPlan(RestoreRequest request)
            throws InvalidRequestException, JobInProgressException, NotReadyException, IOException;

    /**
     * Returns the plan of a job. The latest 8 are kept, in files of the state directory that only the gateway's user may read, since a list of
     * changes may be too long for memory; they survive a restart.
     *
     * @return empty if it is unknown, not made yet, or already deleted
     * @throws StateDirectoryException if it cannot be read
     */
    Optional<RestorePlan> plan(String id) throws IOException;

    /**
     * Requests a running job to stop. A restore in its confirmation window is rolled back.
     *
     * @param id the job's id
     * @return {@code true} if the job ends as {@link JobState#CANCELLED}, or as {@link JobState#ERROR} if it fails before; {@code false} if no
     *         such job runs, or if it can no longer be stopped and ends normally
     */
    boolean cancel(String id);

    /**
     * Confirms a restored state in its confirmation window ({@link Phase#AWAITING_CONFIRMATION}). When this returns, the confirmation is on
     * disk: the restored state is final, whatever happens, and the job ends as {@link JobState#COMPLETED} soon after.
     *
     * @param id the job's id
     * @return {@code false} if no job of this id is known
     * @throws NothingToConfirmException if the job does not await a confirmation: not yet, no longer, or never
     * @throws StateDirectoryException if the confirmation could not be written; the job continues to wait for one
     */
    boolean confirm(String id) throws NothingToConfirmException, IOException;

    /**
     * Returns all recorded jobs, newest first, including the running one: the latest 200, and those that something on a target still depends on.
     */
    List<Job> jobs();

    /** Returns a job, unless it is unknown or its record was deleted. */
    Optional<Job> job(String id);

    /** Returns the latest job of an operation, running or ended; empty before the first. */
    Optional<Job> latest(Operation operation);

    /** Returns the latest job of an operation that ended as {@link JobState#COMPLETED}; empty before the first. */
    Optional<Job> latestCompleted(Operation operation);

    /**
     * Checks whether the gateway itself is ready to start a job.
     *
     * @throws NotReadyException naming what is missing, if it is not
     */
    void checkReady() throws NotReadyException;
}
