package org.flowgateway.backup.api;

import java.time.Instant;
import java.util.List;
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
 * @param message errors, warnings and notes in words a person can act on, one a line; "" for none
 * @param progress how far it is
 * @param warnings those lines of the message that say what is missing from the backup, or was not restored; at most 20
 * @param notes those lines of the message that are worth knowing and need not worry anybody; at most 20
 * @param startedBy who started it, and from where
 */
public record Job(
        String id,
        Operation operation,
        JobState state,
        Phase phase,
        Target target,
        String backupDirectory,
        Instant started,
        Optional<Instant> ended,
        String message,
        Progress progress,
        List<String> warnings,
        List<String> notes,
        Actor startedBy) {

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
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
        Objects.requireNonNull(startedBy, "startedBy");
    }

    /** A job that nobody in particular started. */
    public Job(
            String id,
            Operation operation,
            JobState state,
            Phase phase,
            Target target,
            String backupDirectory,
            Instant started,
            Optional<Instant> ended,
            String message,
            Progress progress,
            List<String> warnings,
            List<String> notes) {
        this(
                id,
                operation,
                state,
                phase,
                target,
                backupDirectory,
                started,
                ended,
                message,
                progress,
                warnings,
                notes,
                Actor.GATEWAY);
    }

    /** A job without warnings and notes. */
    public Job(
            String id,
            Operation operation,
            JobState state,
            Phase phase,
            Target target,
            String backupDirectory,
            Instant started,
            Optional<Instant> ended,
            String message,
            Progress progress) {
        this(
                id,
                operation,
                state,
                phase,
                target,
                backupDirectory,
                started,
                ended,
                message,
                progress,
                List.of(),
                List.of(),
                Actor.GATEWAY);
    }
}
