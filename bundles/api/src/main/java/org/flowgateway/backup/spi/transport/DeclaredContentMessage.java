package org.flowgateway.backup.spi.transport;

import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the failures that all transports share: content that is not as declared. */
enum DeclaredContentMessage implements TransportMessage {
    CONTENT_UNREADABLE(
            "Storing {object:text} failed", "its content could not be read", "See the gateway's log, and start again"),
    CONTENT_TOO_LONG(
            "Storing {object:text} failed",
            "its content is longer than the declared {declared:count byte bytes}",
            "Start again; if it fails again, report it with the gateway's log"),
    CONTENT_TOO_SHORT(
            "Storing {object:text} failed",
            "its content ended after {read:number} of the declared {declared:count byte bytes}",
            "Start again; if it fails again, report it with the gateway's log"),
    CONTENT_DIFFERS(
            "Storing {object:text} failed",
            "its content does not have the declared SHA-256",
            "Start again; if it fails again, report it with the gateway's log");

    private final MessageTemplate template;

    DeclaredContentMessage(String event, String cause, String action) {
        template = MessageTemplate.of(MessageKind.STORAGE_ERROR, event, cause, action);
    }

    @Override
    public FailureKind failureKind() {
        return FailureKind.INTEGRITY;
    }

    @Override
    public String catalogue() {
        return "spi";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
