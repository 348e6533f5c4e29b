package org.flowgateway.backup.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Starts backups, restores and plans of restores, one at a time, and tells how they went.
 *
 * <p>The service is registered only after what an earlier run left behind (a half-done restore, a job cut off by a crash) is settled.
 * Thread-safe.
 */
@ProviderType
public interface JobService {

    /**
     * Returns this service for one caller: what is done through it is done on the caller's behalf, in the jobs' records and in the
     * {@link AuditLog}. Without it, that is {@link Actor#GATEWAY}.
     */
    JobService onBehalfOf(Actor actor);

    /**
     * Starts a backup. When this returns, the job's record is on disk and the job is visible as {@link JobState#EXECUTING}.
     *
     * @param request what to back up where; its secrets belong to the service from here on, which wipes them, also when this throws
     * @return the job as it was started
     * @throws InvalidRequestException if the target is not one: a scheme's need is missing, or no transport for it is installed
     * @throws JobInProgressException if another job runs
     * @throws NotReadyException if a part of the gateway that must be backed up is not there yet
     * @throws StateDirectoryException if the job's record cannot be written
     */
    Job startBackup(BackupRequest request)
            throws InvalidRequestException, JobInProgressException, NotReadyException, IOException;

    /**
     * Starts a restore; otherwise as {@link #startBackup}. One that runs a plan does exactly what the plan says, or ends as
     * {@link JobState#ERROR} with the gateway untouched: if the backup is another by now, or the state of the gateway that the plan
     * compared with has changed since.
     *
     * @param request what to restore from where; its secrets belong to the service from here on, which wipes them, also when this throws
     * @return the job as it was started
     * @throws InvalidRequestException if the target is not one: a scheme's need is missing, or no transport for it is installed; if there
     *         is no such plan, if it cannot be run, or if target or selection are not the plan's
     * @throws JobInProgressException if another job runs
     * @throws NotReadyException if a part of the gateway that must be there is not there yet
     * @throws StateDirectoryException if the job's record cannot be written
     */
    Job startRestore(RestoreRequest request)
            throws InvalidRequestException, JobInProgressException, NotReadyException, IOException;

    /**
     * Starts finding out what a restore would do; otherwise as {@link #startBackup}. The job ends as {@link JobState#COMPLETED} also when
     * the restore could not be done: the plan says why.
     *
     * @param request the restore, without a plan; its secrets belong to the service from here on, which wipes them, also when this throws
     * @return the job as it was started, whose id is the plan's
     * @throws InvalidRequestException if the target is not one: a scheme's need is missing, or no transport for it is installed
     * @throws JobInProgressException if another job runs
     * @throws NotReadyException if a part of the gateway that must be there is not there yet
     * @throws StateDirectoryException if the job's record cannot be written
     */
    Job startPlan(RestoreRequest request)
            throws InvalidRequestException, JobInProgressException, NotReadyException, IOException;

    /**
     * The plan that the job of this id made. The latest 8 are kept, in files of the state directory that only the gateway's user may read,
     * since a list of changes may be too long for memory; they outlive a restart.
     *
     * @return empty if it is unknown, not made yet, or so old that it was dropped
     * @throws StateDirectoryException if it cannot be read
     */
    Optional<RestorePlan> plan(String id) throws IOException;

    /**
     * Asks a running job to stop. A restore on probation is taken back.
     *
     * @param id the job's id
     * @return {@code true} if the job ends as {@link JobState#CANCELLED}, or as {@link JobState#ERROR} if it fails before; {@code false} if no
     *         such job runs, or if it is past the point where stopping is possible and ends as what it is
     */
    boolean cancel(String id);

    /**
     * Keeps the state of a restore that is on probation ({@link Phase#AWAITING_CONFIRMATION}). When this returns, that is on disk: the
     * restored state stands from here on, whatever happens, and the job ends as {@link JobState#COMPLETED} soon after.
     *
     * @param id the job's id
     * @return {@code false} if no job of this id is known
     * @throws NothingToConfirmException if the job is known and does not await a confirmation: not yet, not any more, or it never did
     * @throws StateDirectoryException if the confirmation could not be written; the job goes on waiting for one
     */
    boolean confirm(String id) throws NothingToConfirmException, IOException;

    /** All jobs whose records are kept, newest first, the running one included: the latest 200, and those that something on a target still depends on. */
    List<Job> jobs();

    /** The job of this id, unless it is unknown or so old that its record was dropped. */
    Optional<Job> job(String id);

    /** The latest job of this operation, running or ended; empty before the first. */
    Optional<Job> latest(Operation operation);

    /** The latest job of this operation that ended as {@link JobState#COMPLETED}; empty before the first. */
    Optional<Job> latestCompleted(Operation operation);

    /**
     * Whether a job could be started now, as far as the gateway itself is concerned.
     *
     * @throws NotReadyException saying what is missing, if it could not
     */
    void checkReady() throws NotReadyException;
}
