package org.flowgateway.backup.api;

import java.io.IOException;
import org.flowgateway.backup.api.message.Message;

/** Failure to read or write a file of the state directory. The message names the file, the cause and the remedy. */
public final class StateDirectoryException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates a failure.
     *
     * @param message text for a person
     */
    public StateDirectoryException(String message, IOException cause) {
        super(message, cause);
    }

    /**
     * Creates a failure with a message of a catalogue.
     *
     * @param description text for a person
     */
    public StateDirectoryException(Message description, IOException cause) {
        super(description.text(), cause);
    }
}
