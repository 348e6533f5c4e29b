package org.flowgateway.backup.spi.transport;

import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import org.flowgateway.backup.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Classified failure of a transport.
 *
 * <p>The message is shown to a person: plain words, what happened to which object or host, and the remedy, no class name, no stack, and never a
 * secret. A cause is kept for the log only; it must not hold a secret either.
 */
public final class TransportException extends IOException {

    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final transient Message description;

    /**
     * Creates a failure without a cause.
     *
     * @param kind kind of the failure
     * @param message text for a person
     */
    public TransportException(FailureKind kind, String message) {
        this(kind, message, null);
    }

    /**
     * Creates a failure with a cause.
     *
     * @param kind kind of the failure
     * @param message text for a person
     * @param cause exception of the library, for the log; may be {@code null}
     */
    public TransportException(FailureKind kind, String message, @Nullable Throwable cause) {
        this(
                kind,
                new Message(
                        "transport." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        Objects.requireNonNull(message, "message"),
                        ""),
                cause);
    }

    /**
     * Creates a failure with a message of a catalogue.
     *
     * @param kind kind of the failure
     * @param description message for a person
     * @param cause exception of the library, for the log; may be {@code null}
     */
    public TransportException(FailureKind kind, Message description, @Nullable Throwable cause) {
        super(description.text(), cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.description = description;
    }

    /** Returns the kind of the failure. */
    public FailureKind kind() {
        return kind;
    }

    /** Returns the message with its code; {@code transport.KIND} for one without a catalogue, such as {@code transport.no-space}. */
    public Message description() {
        return description;
    }
}
