package org.flowgateway.backup.core.instance;

/** Another instance of the gateway holds the state directory. The message says which, and what to do. */
public final class StateHeldException extends Exception {

    private static final long serialVersionUID = 1L;

    StateHeldException(String message) {
        super(message);
    }
}
