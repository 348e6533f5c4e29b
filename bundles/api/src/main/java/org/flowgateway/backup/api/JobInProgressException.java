package org.flowgateway.backup.api;

import java.util.Objects;

/** Refusal because another operation holds the only slot; nothing was started. The message names that operation, its start and its phase. */
public final class JobInProgressException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Job running;

    /**
     * Creates a refusal.
     *
     * @param running the job that holds the slot
     */
    public JobInProgressException(Job running) {
        super("A " + running.operation().noun() + " is running since " + running.started() + ", phase "
                + running.phase().title() + "; wait until it has ended");
        this.running = Objects.requireNonNull(running, "running");
    }

    /** Returns the job that held the slot when this was thrown. */
    public Job running() {
        return running;
    }
}
