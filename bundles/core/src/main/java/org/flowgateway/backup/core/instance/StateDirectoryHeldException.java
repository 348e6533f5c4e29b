package org.flowgateway.backup.core.instance;

/** Thrown if another instance of the gateway holds the state directory. The message names it, and what to do. */
public final class StateDirectoryHeldException extends Exception {

    private static final long serialVersionUID = 1L;

    StateDirectoryHeldException(String message) {
        super(message);
    }
}
