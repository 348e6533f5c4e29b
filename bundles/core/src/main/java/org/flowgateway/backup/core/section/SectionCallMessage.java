package org.flowgateway.backup.core.section;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of failures of calls of sections. A summary continues a sentence such as "Section x cannot be frozen: ". */
enum SectionCallMessage implements MessageDefinition {
    CALL_TIMED_OUT(
            MessageKind.JOB_ERROR,
            "it timed out after {limit:duration}",
            "",
            "Raise hook-seconds in etc/org.flowgateway.backup.core.cfg, or fix that part of the gateway"),
    CALL_ABANDONED(MessageKind.JOB_ERROR, "it was abandoned, since the job was stopped", "", "Start the job again"),
    STILL_BUSY(
            MessageKind.JOB_ERROR,
            "it is still busy with an earlier call that timed out",
            "",
            "Restart the gateway, which ends that call"),
    CALL_FAILED(
            MessageKind.JOB_ERROR,
            "it failed with an internal error",
            "",
            "Report it with the log, which has the details, to the maker of that part"),
    PENDING_CALLS_UNREADABLE(
            MessageKind.LOG,
            "{file:path} cannot be read and was renamed to {renamed:path}",
            "",
            "Check that no section is still frozen"),
    PENDING_CALL_FAILED(
            MessageKind.LOG,
            "The pending call {call:text} of section {section:text} failed again",
            "{reason:text}",
            "Check that part of the gateway; the call is repeated at the next start");

    private final MessageTemplate template;

    SectionCallMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "section";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
