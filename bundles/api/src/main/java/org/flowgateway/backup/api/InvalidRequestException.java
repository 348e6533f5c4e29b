package org.flowgateway.backup.api;

import java.util.Objects;

/**
 * A request that cannot be carried out as it stands; nothing was started.
 *
 * <p>The message is written for the person who sent the request and never holds a secret. It is unchecked so that
 * value types can validate on construction; whoever takes requests from outside catches it.
 */
public final class InvalidRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String property;

    /**
     * @param property the request's property that is at fault as the wire calls it, or "" when it is none alone
     * @param message what is wrong and what to do about it
     */
    public InvalidRequestException(String property, String message) {
        super(Objects.requireNonNull(message, "message"));
        this.property = Objects.requireNonNull(property, "property");
    }

    /** The property at fault, or "" when it is none alone. */
    public String property() {
        return property;
    }
}
