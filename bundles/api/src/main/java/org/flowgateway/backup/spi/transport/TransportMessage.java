package org.flowgateway.backup.spi.transport;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.jspecify.annotations.Nullable;

/** Entry of a transport's catalogue of failures; implemented by an enum, one constant per message. Immutable. */
public interface TransportMessage extends MessageDefinition {

    /** Returns the kind of the failure. */
    FailureKind failureKind();

    /**
     * Creates the failure.
     *
     * @param arguments as for {@link MessageDefinition#with}
     */
    default TransportException exception(Object... arguments) {
        return causedBy(null, arguments);
    }

    /**
     * Creates the failure with a cause for the log.
     *
     * @param cause exception of a library; may be {@code null}
     * @param arguments as for {@link MessageDefinition#with}
     */
    default TransportException causedBy(@Nullable Throwable cause, Object... arguments) {
        return new TransportException(failureKind(), with(arguments), cause);
    }
}
