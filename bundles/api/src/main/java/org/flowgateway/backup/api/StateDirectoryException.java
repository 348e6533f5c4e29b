package org.flowgateway.backup.api;

import java.io.IOException;

/** A file of the state directory that cannot be read or written. The message names it, and says why and what to do. */
public final class StateDirectoryException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message in words for a person */
    public StateDirectoryException(String message, IOException cause) {
        super(message, cause);
    }
}
