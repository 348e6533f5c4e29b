package org.flowgateway.backup.spi.transport;

/**
 * Kind of a transport's failure: a closed list from which the core decides how to react. A transport MUST NOT retry. A failure that it cannot
 * classify is {@link #UNKNOWN}, which is not retried either. The messages and remedies are in {@code docs/errors.md}.
 */
public enum FailureKind {
    /** The target is invalid: a malformed address, a path outside of the permitted directory. Thrown before any connection. */
    INVALID_TARGET(false),
    /** The store affirms that there is no such object or directory. Never thrown if the store could not be asked. */
    NOT_FOUND(false),
    /** The name exists, with other length or content. */
    ALREADY_EXISTS(false),
    /** The host is not the one it claims to be. No credential was sent. */
    HOST_IDENTITY(false),
    /** The store rejects this login. */
    AUTHENTICATION(false),
    /** The login is valid, but has no permission. */
    DENIED(false),
    /** The store is full, or a quota is reached. */
    NO_SPACE(false),
    /** The content differs from its declaration: shorter, longer, or with another SHA-256. Nothing of it is visible. */
    INTEGRITY(false),
    /** The host cannot be reached: no such name, no route, connection refused. */
    UNREACHABLE(true),
    /** The connection was lost; whether the operation took effect is unknown. */
    CONNECTION_LOST(true),
    /** The target did not answer in time; whether the operation took effect is unknown. */
    TIMEOUT(true),
    /** The store asks to slow down. */
    THROTTLED(true),
    /** The transport, or its store, does not have this operation or option. Nothing was changed. */
    UNSUPPORTED(false),
    /** The session was closed, by this side, while the operation ran or before it. */
    CLOSED(false),
    /** The failure is none of the above. */
    UNKNOWN(false);

    private final boolean transientFailure;

    FailureKind(boolean transientFailure) {
        this.transientFailure = transientFailure;
    }

    /** Returns whether the same call can succeed later without intervention. */
    public boolean isTransient() {
        return transientFailure;
    }
}
