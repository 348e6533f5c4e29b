package org.flowgateway.backup.api;

import java.util.Objects;

/** Refusal because the gateway is still starting, or a part of it was uninstalled; nothing was started. A later retry can succeed. */
public final class NotReadyException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Creates a refusal.
     *
     * @param message what is missing, and the remedy
     */
    public NotReadyException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
