package org.flowgateway.backup.core.job;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of messages about the end of jobs and about their records. */
public enum JobRecordMessage implements MessageDefinition {
    CANCELLED_BY(MessageKind.NOTE, "Cancelled by {user:text}", "", ""),
    CANCELLED_ANONYMOUSLY(MessageKind.NOTE, "Cancelled by an unknown user", "", ""),
    CANCELLED_AT_STOP(MessageKind.JOB_ERROR, "Cancelled", "the gateway was stopped", "Start the job again"),
    MORE_WARNINGS(MessageKind.NOTE, "… and {more:count warning warnings} more; the log has them all", "", ""),
    MORE_NOTES(MessageKind.NOTE, "… and {more:count note notes} more; the log has them all", "", ""),
    RECORD_NOT_WRITTEN(
            MessageKind.LOG,
            "The record of job {job:text} could not be written",
            "",
            "Free space in the state directory, or fix its disk"),
    RECORD_NOT_DELETED(
            MessageKind.LOG,
            "The record of job {job:text}, one of the oldest, could not be deleted",
            "",
            "Check the state directory"),
    RECORD_UNREADABLE(
            MessageKind.LOG,
            "The job record {file:path} cannot be read",
            "{reason:text}. It was renamed to {renamed:path}",
            "Remove it if nobody needs it"),
    RECORD_OF_LATER_VERSION(
            MessageKind.LOG,
            "The job record {file:path} was written by a later version of the gateway",
            "{reason:text}. It is kept, and what its job may have left on its target is not removed",
            "Install that version again to have it removed");

    private final MessageTemplate template;

    JobRecordMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "job";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
