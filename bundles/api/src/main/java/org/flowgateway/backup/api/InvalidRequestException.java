package org.flowgateway.backup.api;

import java.util.Objects;

/**
 * Request that is invalid; nothing was started.
 *
 * <p>The message is written for the person who sent the request and never holds a secret. It is unchecked so that value types can validate on
 * construction; code that accepts external requests catches it.
 */
public final class InvalidRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String property;

    /**
     * Creates an exception about a property.
     *
     * @param property invalid property by its name in requests, or "" if it is not a single one
     * @param message cause and remedy
     */
    public InvalidRequestException(String property, String message) {
        super(Objects.requireNonNull(message, "message"));
        this.property = Objects.requireNonNull(property, "property");
    }

    /** Returns the invalid property, or "" if it is not a single one. */
    public String property() {
        return property;
    }
}
