package org.flowgateway.backup.api;

import java.util.Objects;
import org.flowgateway.backup.api.message.Message;

/**
 * Request that is invalid; nothing was started.
 *
 * <p>The message is written for the person who sent the request and never holds a secret. It is unchecked so that value types can validate on
 * construction; code that accepts external requests catches it.
 */
public final class InvalidRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final transient Message description;

    /**
     * Creates an exception about a property.
     *
     * @param property invalid property by its name in requests, or "" if it is not a single one
     * @param message cause and remedy
     */
    public InvalidRequestException(String property, String message) {
        this(property, new Message("request.invalid", message, ""));
    }

    /**
     * Creates an exception about a property, with a message of a catalogue.
     *
     * @param property invalid property by its name in requests, or "" if it is not a single one
     * @param description cause and remedy
     */
    public InvalidRequestException(String property, Message description) {
        super(description.text());
        this.description = description;
        this.property = Objects.requireNonNull(property, "property");
    }

    /** Returns the message with its code; {@code request.invalid} for one without a catalogue. */
    public Message description() {
        return description;
    }

    /** Returns the invalid property, or "" if it is not a single one. */
    public String property() {
        return property;
    }
}
