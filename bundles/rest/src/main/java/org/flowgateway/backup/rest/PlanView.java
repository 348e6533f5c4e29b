package org.flowgateway.backup.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.PlannedBackup;
import org.flowgateway.backup.api.PlannedChange;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.SectionPlan;

/**
 * Answer to {@code GET plans/{id}} with all fields always present. Until the plan is made, and if it could not be, {@code backup} is
 * {@code null} and the lists are empty; {@code status} and {@code message} are those of the plan's job.
 */
@JsonPropertyOrder({
    "id",
    "status",
    "message",
    "timeStamp",
    "host",
    "username",
    "path",
    "executable",
    "backup",
    "checks",
    "sections"
})
record PlanView(
        @JsonProperty("id") String id,
        @JsonProperty("status") String status,
        @JsonProperty("message") String message,
        @JsonProperty("timeStamp") long timeStamp,
        @JsonProperty("host") String host,
        @JsonProperty("username") String username,
        @JsonProperty("path") String path,
        @JsonProperty("executable") boolean executable,
        @JsonProperty("backup") Backup backup,
        @JsonProperty("checks") List<Check> checks,
        @JsonProperty("sections") List<Section> sections) {

    static PlanView of(Job job, Optional<RestorePlan> plan) {
        return new PlanView(
                job.id(),
                StatusViews.statusOf(job.state()),
                job.message(),
                job.started().getEpochSecond(),
                job.target().hostname(),
                job.target().username(),
                job.target().path(),
                plan.map(RestorePlan::executable).orElse(false),
                plan.flatMap(RestorePlan::backup).map(Backup::of).orElse(null),
                plan.map(made -> made.checks().stream().map(Check::of).toList()).orElse(List.of()),
                plan.map(made -> made.sections().stream().map(Section::of).toList())
                        .orElse(List.of()));
    }

    /** Backup to restore. */
    @JsonPropertyOrder({"directory", "id", "timeStamp", "host", "product", "version"})
    record Backup(
            @JsonProperty("directory") String directory,
            @JsonProperty("id") String id,
            @JsonProperty("timeStamp") long timeStamp,
            @JsonProperty("host") String host,
            @JsonProperty("product") String product,
            @JsonProperty("version") String version) {

        static Backup of(PlannedBackup backup) {
            return new Backup(
                    backup.directory(),
                    backup.id(),
                    backup.started().getEpochSecond(),
                    backup.host(),
                    backup.product(),
                    backup.version());
        }
    }

    /** Result of one check. */
    @JsonPropertyOrder({"id", "result", "message", "action", "code"})
    record Check(
            @JsonProperty("id") String id,
            @JsonProperty("result") String result,
            @JsonProperty("message") String message,
            @JsonProperty("action") String action,
            @JsonProperty("code") String code) {

        static Check of(RestoreCheck check) {
            return new Check(check.id(), check.result().name(), check.message(), check.action(), check.code());
        }
    }

    /** Changes in a section. */
    @JsonPropertyOrder({"id", "title", "added", "changed", "removed", "entries"})
    record Section(
            @JsonProperty("id") String id,
            @JsonProperty("title") String title,
            @JsonProperty("added") Total added,
            @JsonProperty("changed") Total changed,
            @JsonProperty("removed") Total removed,
            @JsonProperty("entries") List<Change> entries) {

        static Section of(SectionPlan section) {
            return new Section(
                    section.id(),
                    section.title(),
                    Total.of(section.added()),
                    Total.of(section.changed()),
                    Total.of(section.removed()),
                    section.entries().stream().map(Change::of).toList());
        }
    }

    /** Number of paths of one kind of change. */
    @JsonPropertyOrder({"count", "bytes"})
    record Total(
            @JsonProperty("count") long count,
            @JsonProperty("bytes") long bytes) {

        static Total of(SectionPlan.Total total) {
            return new Total(total.count(), total.bytes());
        }
    }

    /** Change of one path. */
    @JsonPropertyOrder({"path", "kind", "type", "bytes_now", "bytes_then", "differences"})
    record Change(
            @JsonProperty("path") String path,
            @JsonProperty("kind") String kind,
            @JsonProperty("type") String type,
            @JsonProperty("bytes_now") long bytesNow,
            @JsonProperty("bytes_then") long bytesThen,
            @JsonProperty("differences") List<String> differences) {

        static Change of(PlannedChange change) {
            return new Change(
                    change.path(),
                    lower(change.kind()),
                    lower(change.type()),
                    change.bytesNow(),
                    change.bytesThen(),
                    change.differences().stream().sorted().map(Change::lower).toList());
        }

        private static String lower(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT);
        }
    }
}
