package org.flowgateway.backup.api;

import org.flowgateway.backup.api.message.Message;

/** Refusal because a job does not await a confirmation. */
public final class NothingToConfirmException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Message description;

    /**
     * Creates a refusal.
     *
     * @param job the job in its current state
     */
    public NothingToConfirmException(Job job) {
        this(describe(job));
    }

    private NothingToConfirmException(Message description) {
        super(description.text());
        this.description = description;
    }

    private static Message describe(Job job) {
        return switch (job.state()) {
            case EXECUTING ->
                RequestMessage.CONFIRMATION_NOT_AWAITED.with(
                        job.id(), job.phase().title());
            case COMPLETED -> RequestMessage.CONFIRMATION_AFTER_SUCCESS.with(job.id());
            case ERROR, CANCELLED -> RequestMessage.CONFIRMATION_AFTER_FAILURE.with(job.id());
        };
    }

    /** Returns the message with its code. */
    public Message description() {
        return description;
    }
}
