package org.flowgateway.backup.core.instance;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of messages about a directory that another instance of the gateway holds. */
enum InstanceMessage implements MessageDefinition {
    DIRECTORY_HELD_IN_PROCESS(
            MessageKind.READINESS_PROBLEM,
            "An earlier instance in this process still works with the state directory {directory:path}",
            "a job of it has not ended yet",
            "Wait: the gateway is ready as soon as it has"),
    DIRECTORY_HELD(
            MessageKind.READINESS_PROBLEM,
            "The state directory {directory:path} is in use by another gateway",
            "{holder:text}",
            "Stop that one, or give this one a state directory of its own (GATEWAY_STATE_DIR)"),
    TREE_HELD(
            MessageKind.JOB_ERROR,
            "Another gateway's job works on {directory:path}",
            "{holder:text}. Nothing was changed",
            "Wait until it has ended, or set one of the two gateways up for other directories"
                    + " (GATEWAY_ROOT, GATEWAY_BACKUP_DIR)");

    private final MessageTemplate template;

    InstanceMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "state";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
