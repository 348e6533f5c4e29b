package org.flowgateway.backup.spi.transport;

import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the failures that all transports share: content that is not as declared, and calls that a transport does not have. */
enum SpiMessage implements TransportMessage {
    CONTENT_UNREADABLE(
            FailureKind.INTEGRITY,
            "Storing {object:text} failed",
            "its content could not be read",
            "See the gateway's log, and start again"),
    CONTENT_TOO_LONG(
            FailureKind.INTEGRITY,
            "Storing {object:text} failed",
            "its content is longer than the declared {declared:count byte bytes}",
            "Start again; if it fails again, report it with the gateway's log"),
    CONTENT_TOO_SHORT(
            FailureKind.INTEGRITY,
            "Storing {object:text} failed",
            "its content ended after {read:number} of the declared {declared:count byte bytes}",
            "Start again; if it fails again, report it with the gateway's log"),
    CONTENT_DIFFERS(
            FailureKind.INTEGRITY,
            "Storing {object:text} failed",
            "its content does not have the declared SHA-256",
            "Start again; if it fails again, report it with the gateway's log"),
    RETENTION_UNSUPPORTED(
            FailureKind.UNSUPPORTED,
            "Storing {object:text} failed",
            "its transport cannot protect objects from deletion",
            "Use a target that can, or store without a retention time"),
    RANGE_UNSUPPORTED(
            FailureKind.UNSUPPORTED,
            "Reading a part of {object:text} failed",
            "its transport reads whole objects only",
            "Read the whole object");

    private final FailureKind failureKind;
    private final MessageTemplate template;

    SpiMessage(FailureKind failureKind, String event, String cause, String action) {
        this.failureKind = failureKind;
        template = MessageTemplate.of(MessageKind.STORAGE_ERROR, event, cause, action);
    }

    @Override
    public FailureKind failureKind() {
        return failureKind;
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
