package org.flowgateway.backup.api;

import org.flowgateway.backup.api.message.Message;

/** Refusal because another operation holds the only slot; nothing was started. The message names that operation, its start and its phase. */
public final class JobInProgressException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Job running;
    private final transient Message description;

    /**
     * Creates a refusal.
     *
     * @param running the job that holds the slot
     */
    public JobInProgressException(Job running) {
        this(
                running,
                RequestMessage.JOB_RUNNING.with(
                        running.operation().noun(),
                        running.started(),
                        running.phase().title()));
    }

    private JobInProgressException(Job running, Message description) {
        super(description.text());
        this.running = running;
        this.description = description;
    }

    /** Returns the job that held the slot when this was thrown. */
    public Job running() {
        return running;
    }

    /** Returns the message with its code. */
    public Message description() {
        return description;
    }
}
