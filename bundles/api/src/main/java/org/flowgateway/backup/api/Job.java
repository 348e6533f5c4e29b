package org.flowgateway.backup.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flowgateway.backup.api.message.Message;

/**
 * Job at the time of the call.
 *
 * @param id id for later calls; {@code [a-z0-9-]}, at most 64 characters
 * @param operation kind of the operation
 * @param state state of the job
 * @param phase current phase
 * @param target target of the backup, with its defaults filled in
 * @param backupDirectory the backup's own directory, {@code path} and name; "" while it is unknown
 * @param started start, to the second
 * @param ended end; empty while it runs
 * @param message errors, warnings and notes for a person, one a line; "" for none
 * @param progress amount of work done
 * @param warnings lines of the message about content that is missing from the backup, or was not restored; at most 20
 * @param notes lines of the message that require no action; at most 20
 * @param startedBy user who started it, and the client's address
 * @param error why it ended without success, the first line of the message; empty while it runs, and if it is complete
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
        Actor startedBy,
        Optional<Message> error) {

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
        Objects.requireNonNull(error, "error");
    }

    /** Creates a job without warnings, notes and error. */
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
                Actor.GATEWAY,
                Optional.empty());
    }

    /** Returns the same job in another phase. */
    public Job withPhase(Phase newPhase) {
        return copy(state, newPhase, backupDirectory, ended, message, progress, warnings, notes, error);
    }

    /** Returns the same job with another directory of its backup. */
    public Job withBackupDirectory(String newDirectory) {
        return copy(state, phase, newDirectory, ended, message, progress, warnings, notes, error);
    }

    /** Returns the same job with another amount of work done. */
    public Job withProgress(Progress newProgress) {
        return copy(state, phase, backupDirectory, ended, message, newProgress, warnings, notes, error);
    }

    /**
     * Returns the same job with other lines for a person.
     *
     * @param newError why it ended without success
     * @param newMessage all lines, those of warnings and notes among them
     * @param newWarnings lines about missing content
     * @param newNotes lines that require no action
     * @return the changed job
     */
    public Job withMessages(
            Optional<Message> newError, String newMessage, List<String> newWarnings, List<String> newNotes) {
        return copy(state, phase, backupDirectory, ended, newMessage, progress, newWarnings, newNotes, newError);
    }

    /**
     * Returns the same job, ended.
     *
     * @param newState how it ended
     * @param newError why it ended without success
     * @param newMessage all lines for a person
     * @param when time of the end
     * @return the ended job
     */
    public Job withEnd(JobState newState, Optional<Message> newError, String newMessage, Instant when) {
        return copy(
                newState,
                Phase.ENDED,
                backupDirectory,
                Optional.of(when),
                newMessage,
                progress,
                warnings,
                notes,
                newError);
    }

    private Job copy(
            JobState newState,
            Phase newPhase,
            String newDirectory,
            Optional<Instant> newEnd,
            String newMessage,
            Progress newProgress,
            List<String> newWarnings,
            List<String> newNotes,
            Optional<Message> newError) {
        return new Job(
                id,
                operation,
                newState,
                newPhase,
                target,
                newDirectory,
                started,
                newEnd,
                newMessage,
                newProgress,
                newWarnings,
                newNotes,
                startedBy,
                newError);
    }
}
