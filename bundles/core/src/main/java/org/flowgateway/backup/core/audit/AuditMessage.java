package org.flowgateway.backup.core.audit;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of messages about the audit log. */
enum AuditMessage implements MessageDefinition {
    LOG_NOT_WRITABLE(
            MessageKind.READINESS_PROBLEM,
            "The audit log {file:path} cannot be written",
            "{reason:text}",
            "{remedy:text}. Until then its lines go to the gateway's log"),
    LOG_FAILED(
            MessageKind.READINESS_PROBLEM,
            "The audit log {file:path} cannot be written",
            "an internal error",
            "Report it with the gateway's log, which has the details. Until then its lines go there, too");

    private final MessageTemplate template;

    AuditMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "audit";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
