package org.flowgateway.backup.api;

import java.util.Objects;

/** Another operation holds the one slot there is; nothing was started. The message says which, since when, and its phase. */
public final class JobInProgressException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Job running;

    /** @param running the job that holds the slot */
    public JobInProgressException(Job running) {
        super("A " + running.operation().noun() + " is running since " + running.started() + ", phase "
                + running.phase().title() + "; wait until it has ended");
        this.running = Objects.requireNonNull(running, "running");
    }

    /** The job that holds the slot, as it was when this was thrown. */
    public Job running() {
        return running;
    }
}
