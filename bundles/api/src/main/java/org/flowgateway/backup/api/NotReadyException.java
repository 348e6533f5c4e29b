package org.flowgateway.backup.api;

import org.flowgateway.backup.api.message.Message;

/** Refusal because the gateway is still starting, or a part of it was uninstalled; nothing was started. A later retry can succeed. */
public final class NotReadyException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Message description;

    /**
     * Creates a refusal.
     *
     * @param message what is missing, and the remedy
     */
    public NotReadyException(String message) {
        this(new Message("request.not-ready", message, ""));
    }

    /**
     * Creates a refusal with a message of a catalogue.
     *
     * @param description what is missing, and the remedy
     */
    public NotReadyException(Message description) {
        super(description.text());
        this.description = description;
    }

    /** Returns the message with its code; {@code request.not-ready} for one without a catalogue. */
    public Message description() {
        return description;
    }
}
