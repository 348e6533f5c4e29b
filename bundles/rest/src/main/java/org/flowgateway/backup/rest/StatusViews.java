package org.flowgateway.backup.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.message.Message;

/** Views of the status calls with all fields always present, since clients read them before the first job has run. */
final class StatusViews {

    private StatusViews() {}

    /** Object in the answer to {@code GET backup}. */
    @JsonPropertyOrder({"last_successful", "running"})
    record Backup(
            @JsonProperty("last_successful") LastSuccessful lastSuccessful,
            @JsonProperty("running") Running running) {

        static Backup of(Optional<Job> lastSuccessful, Optional<Job> latest) {
            return new Backup(
                    lastSuccessful.map(LastSuccessful::of).orElse(LastSuccessful.NONE),
                    latest.map(Running::of).orElse(Running.NONE));
        }
    }

    /** Latest successful backup. */
    @JsonPropertyOrder({"host", "username", "message", "path", "subdir", "timeStamp"})
    record LastSuccessful(
            @JsonProperty("host") String host,
            @JsonProperty("username") String username,
            @JsonProperty("message") String message,
            @JsonProperty("path") String path,
            @JsonProperty("subdir") String subdir,
            @JsonProperty("timeStamp") long timeStamp) {

        static final LastSuccessful NONE = new LastSuccessful("", "", "", "", "", 0);

        static LastSuccessful of(Job job) {
            return new LastSuccessful(
                    job.target().hostname(),
                    job.target().username(),
                    job.message(),
                    job.target().path(),
                    job.backupDirectory(),
                    job.started().getEpochSecond());
        }
    }

    /** Latest backup, running or ended. */
    @JsonPropertyOrder({"host", "username", "message", "path", "timeStamp", "status"})
    record Running(
            @JsonProperty("host") String host,
            @JsonProperty("username") String username,
            @JsonProperty("message") String message,
            @JsonProperty("path") String path,
            @JsonProperty("timeStamp") long timeStamp,
            @JsonProperty("status") String status) {

        static final Running NONE = new Running("", "", "", "", 0, "NONE");

        static Running of(Job job) {
            return new Running(
                    job.target().hostname(),
                    job.target().username(),
                    job.message(),
                    job.target().path(),
                    job.started().getEpochSecond(),
                    statusOf(job.state()));
        }
    }

    /** Answer to {@code GET restore}: path and subdir are both the selected backup's directory, as soon as it is known. */
    @JsonPropertyOrder({"host", "username", "message", "path", "subdir", "timeStamp", "status"})
    record Restore(
            @JsonProperty("host") String host,
            @JsonProperty("username") String username,
            @JsonProperty("message") String message,
            @JsonProperty("path") String path,
            @JsonProperty("subdir") String subdir,
            @JsonProperty("timeStamp") long timeStamp,
            @JsonProperty("status") String status) {

        static final Restore NONE = new Restore("", "", "", "", "", 0, "NONE");

        static Restore of(Job job) {
            return new Restore(
                    job.target().hostname(),
                    job.target().username(),
                    job.message(),
                    restorePath(job),
                    job.backupDirectory(),
                    job.started().getEpochSecond(),
                    statusOf(job.state()));
        }
    }

    /**
     * Answer to {@code GET jobs/{id}}: {@code ended} is {@code null} while the job runs; {@code error} is {@code null} unless it ended without
     * success; {@code warnings} and {@code notes} are lines of the message.
     */
    @JsonPropertyOrder({
        "id",
        "operation",
        "status",
        "phase",
        "host",
        "username",
        "path",
        "subdir",
        "timeStamp",
        "ended",
        "message",
        "progress",
        "warnings",
        "notes",
        "started_by",
        "error"
    })
    record JobView(
            @JsonProperty("id") String id,
            @JsonProperty("operation") String operation,
            @JsonProperty("status") String status,
            @JsonProperty("phase") String phase,
            @JsonProperty("host") String host,
            @JsonProperty("username") String username,
            @JsonProperty("path") String path,
            @JsonProperty("subdir") String subdir,
            @JsonProperty("timeStamp") long timeStamp,
            @JsonProperty("ended") Long ended,
            @JsonProperty("message") String message,
            @JsonProperty("progress") ProgressView progress,
            @JsonProperty("warnings") List<String> warnings,
            @JsonProperty("notes") List<String> notes,
            @JsonProperty("started_by") StartedBy startedBy,
            @JsonProperty("error") ErrorView error) {

        static JobView of(Job job) {
            String path = switch (job.operation()) {
                case BACKUP -> job.target().path();
                case RESTORE, PLAN -> restorePath(job);
            };
            return new JobView(
                    job.id(),
                    job.operation().noun(),
                    statusOf(job.state()),
                    job.phase().name(),
                    job.target().hostname(),
                    job.target().username(),
                    path,
                    job.backupDirectory(),
                    job.started().getEpochSecond(),
                    job.ended().map(Instant::getEpochSecond).orElse(null),
                    job.message(),
                    new ProgressView(
                            job.progress().entries(),
                            job.progress().plainBytes(),
                            job.progress().storedBytes()),
                    job.warnings(),
                    job.notes(),
                    new StartedBy(job.startedBy().user(), job.startedBy().address()),
                    job.error().map(ErrorView::of).orElse(null));
        }
    }

    /** Why a job ended without success: id of the message, its whole text, and the remedy in it, which is {@code null} if there is none. */
    @JsonPropertyOrder({"code", "text", "action"})
    record ErrorView(
            @JsonProperty("code") String code,
            @JsonProperty("text") String text,
            @JsonProperty("action") String action) {

        static ErrorView of(Message message) {
            return new ErrorView(
                    message.code(), message.text(), message.action().isEmpty() ? null : message.action());
        }
    }

    /** User who started a job, and the client's address; both "" if unknown to the gateway. */
    @JsonPropertyOrder({"user", "address"})
    record StartedBy(
            @JsonProperty("user") String user,
            @JsonProperty("address") String address) {}

    /** Progress of a job. */
    @JsonPropertyOrder({"entries", "plain_bytes", "stored_bytes"})
    record ProgressView(
            @JsonProperty("entries") long entries,
            @JsonProperty("plain_bytes") long plainBytes,
            @JsonProperty("stored_bytes") long storedBytes) {}

    private static String restorePath(Job job) {
        return job.backupDirectory().isEmpty() ? job.target().path() : job.backupDirectory();
    }

    /** Returns the contract's status. It has none for a cancelled job: the status is an error, and the message explains it. */
    static String statusOf(JobState state) {
        return switch (state) {
            case EXECUTING -> "EXECUTING";
            case COMPLETED -> "COMPLETED";
            case ERROR, CANCELLED -> "ERROR";
        };
    }
}
