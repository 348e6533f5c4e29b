package org.flowgateway.backup.core.job;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Record of a job, as stored on disk.
 *
 * @param number counts all jobs of this gateway, so that "latest" does not depend on a clock that may be set back
 * @param job the job as callers see it
 * @param target target of its backup in the transport's terms, without secrets
 * @param claim the directory a backup took on its target, until no object there is this record's to remove
 */
public record JobRecord(long number, Job job, TransportTarget target, Optional<Claim> claim) {

    public JobRecord {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(claim, "claim");
    }

    /** The same record with another view of the job. */
    public JobRecord with(Job changed) {
        return new JobRecord(number, changed, target, claim);
    }

    /** The same record with another claim. */
    public JobRecord with(Optional<Claim> changed) {
        return new JobRecord(number, job, target, changed);
    }

    /** The same record with its job in another phase. */
    public JobRecord withPhase(Phase phase) {
        return with(job.withPhase(phase));
    }

    /** The same record with its job on another directory. */
    JobRecord withDirectory(String directory) {
        return with(job.withBackupDirectory(directory));
    }

    /** The same record with the current messages and progress of its job. */
    JobRecord withMessages(String message, Progress progress, List<String> warnings, List<String> notes) {
        return with(job.withMessages(job.error(), message, warnings, notes).withProgress(progress));
    }

    /** The same record, ended. */
    public JobRecord ended(JobState state, Optional<Message> error, String message, Instant when) {
        return with(job.withEnd(state, error, message, when));
    }
}
