package org.flowgateway.backup.core.job;

import org.flowgateway.backup.api.message.Message;

/** Failure of a job. The message is for a person: plain words, what to do, never a secret. */
public final class JobFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Message description;

    /** @param description for a person */
    public JobFailedException(Message description) {
        this(description, null);
    }

    /**
     * @param description for a person
     * @param cause for the log only; may be {@code null}
     */
    public JobFailedException(Message description, Throwable cause) {
        super(description.text(), cause);
        this.description = description;
    }

    /** Returns the message with its code. */
    public Message description() {
        return description;
    }
}
