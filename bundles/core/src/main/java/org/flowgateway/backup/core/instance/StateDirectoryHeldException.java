package org.flowgateway.backup.core.instance;

import org.flowgateway.backup.api.message.Message;

/** Thrown if another instance of the gateway holds the state directory. The message names it, and what to do. */
public final class StateDirectoryHeldException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Message description;

    StateDirectoryHeldException(Message description) {
        super(description.text());
        this.description = description;
    }

    /** Returns the message with its code. */
    public Message description() {
        return description;
    }
}
