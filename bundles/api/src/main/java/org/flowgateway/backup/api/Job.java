package org.flowgateway.backup.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A job as it stood when it was asked for.
 *
 * @param id names the job in later calls; {@code [a-z0-9-]}, at most 64 characters
 * @param operation what it does
 * @param state how it stands
 * @param phase where it is on its way
 * @param target where the backup is stored, with the target's defaults filled in
 * @param backupDirectory the backup's own directory, {@code path} and name; "" until it is known
 * @param started when it was started, to the second
 * @param ended when it ended; empty while it runs
 * @param message warnings and errors in words a person can act on, one a line; "" for none
 * @param progress how far it is
 */
public record Job(String id, Operation operation, JobState state, Phase phase, Target target, String backupDirectory, Instant started,
        Optional<Instant> ended, String message, Progress progress) {

    public Job {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(backupDirectory, "backupDirectory");
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(ended, "ended");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(progress, "progress");
    }
}
