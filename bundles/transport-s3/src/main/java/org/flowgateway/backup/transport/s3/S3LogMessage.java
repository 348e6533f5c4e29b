package org.flowgateway.backup.transport.s3;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the S3 transport's log lines that an operator must act on. */
enum S3LogMessage implements MessageDefinition {
    TIMEOUT_CHECK_FAILED(
            "The timeout of an S3 session could not be checked",
            "internal error",
            "Report it with the stack trace; the next check follows");

    private final MessageTemplate template;

    S3LogMessage(String event, String cause, String action) {
        template = MessageTemplate.of(MessageKind.LOG, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "s3";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
