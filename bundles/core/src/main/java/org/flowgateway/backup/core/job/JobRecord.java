package org.flowgateway.backup.core.job;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
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
        Objects.requireNonNull(target, "place");
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
        return with(new Job(
                job.id(),
                job.operation(),
                job.state(),
                phase,
                job.target(),
                job.backupDirectory(),
                job.started(),
                job.ended(),
                job.message(),
                job.progress(),
                job.warnings(),
                job.notes(),
                job.startedBy()));
    }

    /** The same record with its job on another directory. */
    JobRecord withDirectory(String directory) {
        return with(new Job(
                job.id(),
                job.operation(),
                job.state(),
                job.phase(),
                job.target(),
                directory,
                job.started(),
                job.ended(),
                job.message(),
                job.progress(),
                job.warnings(),
                job.notes(),
                job.startedBy()));
    }

    /** The same record with the current message and progress of its job. */
    JobRecord withMessages(String message, Progress progress, List<String> warnings, List<String> notes) {
        return with(new Job(
                job.id(),
                job.operation(),
                job.state(),
                job.phase(),
                job.target(),
                job.backupDirectory(),
                job.started(),
                job.ended(),
                message,
                progress,
                warnings,
                notes,
                job.startedBy()));
    }

    /** The same record, ended. */
    public JobRecord ended(JobState state, String message, Instant when) {
        return with(new Job(
                job.id(),
                job.operation(),
                state,
                Phase.ENDED,
                job.target(),
                job.backupDirectory(),
                job.started(),
                Optional.of(when),
                message,
                job.progress(),
                job.warnings(),
                job.notes(),
                job.startedBy()));
    }
}
