package org.flowgateway.backup.api;

import java.io.IOException;
import org.flowgateway.backup.api.message.Message;

/** Failure to read or write a file of the state directory. The message names the file, the cause and the remedy. */
public final class StateDirectoryException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Message description;

    /**
     * Creates a failure.
     *
     * @param message text for a person
     */
    public StateDirectoryException(String message, IOException cause) {
        this(new Message("request.state-directory", message, ""), cause);
    }

    /**
     * Creates a failure with a message of a catalogue.
     *
     * @param description text for a person
     */
    public StateDirectoryException(Message description, IOException cause) {
        super(description.text(), cause);
        this.description = description;
    }

    /** Returns the message with its code; {@code request.state-directory} for one without a catalogue. */
    public Message description() {
        return description;
    }
}
