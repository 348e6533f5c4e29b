package org.flowgateway.backup.access;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the errors that the HTTP server answers itself. Their texts need no escapes in JSON. */
enum ServerMessage implements MessageDefinition {
    UNAVAILABLE("The gateway is busy, or is starting or stopping", "Try again in a few seconds"),
    HTTP_VERSION_UNSUPPORTED("This version of HTTP is not supported", "Use HTTP/1.1"),
    INTERNAL_ERROR("Internal error", "See the gateway's log"),
    NO_RESOURCE("There is nothing at this path", "Correct the path"),
    METHOD_NOT_ALLOWED("Method not allowed", "Use another method"),
    PATH_TOO_LONG("The path is too long", "Use a shorter one"),
    EXPECTATION_UNSUPPORTED("The only supported value of the header Expect is 100-continue", "Omit the header"),
    HTTP_1_REQUIRED("Only HTTP/1.1 is supported here", "Use it from the first request on"),
    HEADERS_TOO_LARGE("The headers of the request are too large", "Send fewer or shorter ones"),
    PATH_WITH_DOUBLE_SLASH("The path holds two slashes in a row", "Write one"),
    PATH_AMBIGUOUS(
            "The path can be read in more than one way", "Write it without encoded slashes, dots and parameters"),
    REQUEST_MALFORMED("The request is malformed", "Send it as HTTP/1.1 (RFC 9112)");

    private final MessageTemplate template;

    ServerMessage(String event, String action) {
        template = MessageTemplate.of(MessageKind.REQUEST_ERROR, event, "", action);
    }

    @Override
    public String catalogue() {
        return "access";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
