package org.flowgateway.backup.core.plan;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the messages about plans. */
enum PlanMessage implements MessageDefinition {
    NOT_EXECUTABLE(
            MessageKind.WARNING,
            "The restore cannot be executed as planned",
            "a check failed",
            "Fix what the plan's checks report, then make a new plan"),
    INCOMPLETE(MessageKind.REQUEST_ERROR, "the stored plan is incomplete", "{reason:text}", "Make a new plan");

    private final MessageTemplate template;

    PlanMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "plan";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
