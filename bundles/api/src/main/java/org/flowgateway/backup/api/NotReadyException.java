package org.flowgateway.backup.api;

import java.util.Objects;

/** The gateway is still starting, or a part of it was taken away; nothing was started. Trying again later can succeed. */
public final class NotReadyException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what is missing and what to do about it */
    public NotReadyException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
