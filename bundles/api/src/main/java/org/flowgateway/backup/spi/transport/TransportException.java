package org.flowgateway.backup.spi.transport;

import java.io.IOException;
import java.util.Objects;

/**
 * A failure of a transport, classified.
 *
 * <p>The message is shown to a person: plain words, what happened to which object or host and what to do, no class name, no stack, and
 * never a secret. A cause is kept for the log only; it must not hold a secret either.
 */
public final class TransportException extends IOException {

    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    /**
     * @param kind why it failed
     * @param message what a person is told
     */
    public TransportException(FailureKind kind, String message) {
        this(kind, message, null);
    }

    /**
     * @param kind why it failed
     * @param message what a person is told
     * @param cause what the library below threw, for the log; may be {@code null}
     */
    public TransportException(FailureKind kind, String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** Why it failed. */
    public FailureKind kind() {
        return kind;
    }
}
