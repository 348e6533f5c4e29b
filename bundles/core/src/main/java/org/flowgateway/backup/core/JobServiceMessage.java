package org.flowgateway.backup.core;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of messages about the job service: requests that it rejects, what keeps it from starting, and jobs that end early. */
enum JobServiceMessage implements MessageDefinition {
    PLAN_UNKNOWN(
            MessageKind.REQUEST_ERROR,
            "There is no such plan",
            "it was never made, or deleted for newer ones",
            "Make a new plan"),
    PLAN_NOT_EXECUTABLE(
            MessageKind.REQUEST_ERROR,
            "{plan:text} cannot be executed",
            "a check failed",
            "Do what the plan says, then make a new one"),
    PLAN_OF_OTHER_TARGET(
            MessageKind.REQUEST_ERROR, "{plan:text} restores from another target", "", "Name that, or make a new plan"),
    PLAN_OF_OTHER_SELECTION(
            MessageKind.REQUEST_ERROR,
            "{plan:text} restores another selection",
            "",
            "Leave the plan's as it is, or make a new plan"),
    TARGET_IN_SECTION(
            MessageKind.REQUEST_ERROR,
            "path is inside {root:path}, which is itself backed up",
            "",
            "Choose another directory"),
    STATE_IN_SECTION(
            MessageKind.READINESS_PROBLEM,
            "The state directory {directory:path} is inside {root:path}, which is itself backed up",
            "",
            "Set another one (GATEWAY_STATE_DIR)"),
    STOPPING(
            MessageKind.READINESS_PROBLEM,
            "The gateway is being stopped, so no job can be started",
            "",
            "Start the job again when the gateway runs"),
    SECTIONS_MISSING(
            MessageKind.READINESS_PROBLEM,
            "These sections of the gateway are not there yet",
            "{sections:text}",
            "Wait until it has started, or set them up"),
    SECTION_ID_TAKEN(
            MessageKind.READINESS_PROBLEM, "Two sections are called {section:text}", "", "Give one another id"),
    SECTIONS_NESTED(
            MessageKind.READINESS_PROBLEM,
            "The directories of sections {section:text} and {other:text} are within one another",
            "",
            "Move one"),
    STATE_NOT_WRITABLE(
            MessageKind.READINESS_PROBLEM,
            "The state directory cannot be written",
            "{file:path}: {reason:text}",
            "{remedy:text}"),
    STATE_NOT_READABLE(
            MessageKind.READINESS_PROBLEM,
            "The state directory cannot be read",
            "{file:path}: {reason:text}",
            "{remedy:text}"),
    RECOVERY_FAILED(
            MessageKind.READINESS_PROBLEM,
            "What an earlier run left in the state directory cannot be recovered",
            "{reason:text}",
            "{remedy:text}. The gateway is ready once this is fixed; its log has the details"),
    RECOVERY_FAILED_ON_FILE(
            MessageKind.READINESS_PROBLEM,
            "What an earlier run left in the state directory cannot be recovered",
            "{file:path}: {reason:text}",
            "{remedy:text}. The gateway is ready once this is fixed; its log has the details"),
    START_FAILED(
            MessageKind.READINESS_PROBLEM,
            "The job service cannot start",
            "an internal error",
            "Report it with the gateway's log, which has the details"),
    TRANSPORT_UNINSTALLED(
            MessageKind.JOB_ERROR,
            "The transport for this target was uninstalled while in use",
            "",
            "Install it again and restart the job"),
    FILE_FAILED(MessageKind.JOB_ERROR, "{file:path} cannot be read or written", "{reason:text}", "{remedy:text}"),
    UNNAMED_FILE_FAILED(
            MessageKind.JOB_ERROR, "A file of the gateway cannot be read or written", "{reason:text}", "{remedy:text}"),
    OUT_OF_MEMORY(
            MessageKind.JOB_ERROR,
            "The gateway ran out of memory",
            "",
            "Give it a larger heap (EXTRA_JAVA_OPTS=-Xmx1g), or set smaller packs (GATEWAY_PACK_MIB) or"
                    + " fewer workers (GATEWAY_WORKERS)"),
    INTERNAL_ERROR(
            MessageKind.JOB_ERROR,
            "An internal error ended the job",
            "",
            "Report it with the log, which has the details"),
    PLAN_INTERRUPTED(
            MessageKind.JOB_ERROR,
            "The gateway stopped while this plan was being made",
            "nothing was changed",
            "Make it again"),
    RESTORE_INTERRUPTED(
            MessageKind.JOB_ERROR,
            "The gateway stopped while this restore was running",
            "it was rolled back to its previous state",
            "Start it again"),
    RESTORE_COMPLETE(MessageKind.NOTE, "The gateway stopped just after the restore was complete", "", ""),
    CONNECTION_RESTORED(
            MessageKind.NOTE,
            "The connection to the target was lost and restored ({retries:count retry retries})",
            "",
            ""),
    ORPHANS_NOT_REMOVED(
            MessageKind.NOTE,
            "What an earlier backup left on the target cannot be removed, the next job there tries again",
            "{reason:text}",
            "");

    private final MessageTemplate template;

    JobServiceMessage(MessageKind kind, String event, String cause, String action) {
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
