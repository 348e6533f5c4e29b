package org.flowgateway.backup.core.transport;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of messages about the target of a request, and about the transports that are installed for it. */
enum TargetRequestMessage implements MessageDefinition {
    HOSTNAME_INVALID(
            MessageKind.REQUEST_ERROR,
            "hostname is neither localhost, nor a host name or address with or without :port, nor" + " scheme://…",
            "",
            "Correct it"),
    SCHEME_RESERVED(
            MessageKind.REQUEST_ERROR, "{scheme:text}:// is not a target", "", "For the gateway itself use localhost"),
    NO_TRANSPORT(
            MessageKind.REQUEST_ERROR,
            "No transport for {scheme:text}:// is installed",
            "available are {schemes:text}",
            "Install one, such as with feature:install gateway-backup-s3, or use localhost"),
    SEVERAL_TRANSPORTS(
            MessageKind.NOTE,
            "{transports:count transport transports} for {scheme:text}:// are installed",
            "{used:text} is used, not {others:text}",
            "Uninstall what is not wanted");

    private final MessageTemplate template;

    TargetRequestMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "target";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
