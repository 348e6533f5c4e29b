package org.flowgateway.backup.core.instance;

/** Another instance of the gateway holds the state directory. The message says which, and what to do. */
public final class StateDirectoryHeldException extends Exception {

    private static final long serialVersionUID = 1L;

    StateDirectoryHeldException(String message) {
        super(message);
    }
}
