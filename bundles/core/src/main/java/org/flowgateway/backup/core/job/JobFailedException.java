package org.flowgateway.backup.core.job;

import java.util.Objects;

/** Failure of a job. The message is for a person: plain words, what to do, never a secret. */
public final class JobFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message for a person */
    public JobFailedException(String message) {
        this(message, null);
    }

    /**
     * @param message for a person
     * @param cause for the log only; may be {@code null}
     */
    public JobFailedException(String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
    }
}
