package org.flowgateway.backup.spi.transport;

/**
 * Why a transport failed: a closed list from which the core decides what to do. A transport never retries; what it cannot classify is
 * {@link #UNKNOWN}, which is not retried either. What a person sees of each, and does about it, stands in {@code docs/errors.md}.
 */
public enum FailureKind {
    /** The target as written cannot be one: a malformed address, a path outside of what is allowed. Thrown before any connection. */
    INVALID_TARGET(false),
    /** The store affirms that there is no such object or directory. Never thrown when the store could not be asked. */
    NOT_FOUND(false),
    /** The name is taken by an object of another length or content. */
    ALREADY_EXISTS(false),
    /** The host is not the one it claims to be. No credential was sent. */
    HOST_IDENTITY(false),
    /** The store refuses this login. */
    AUTHENTICATION(false),
    /** The login is good, but may not do this. */
    DENIED(false),
    /** The store is full, or a quota is reached. */
    NO_SPACE(false),
    /** Content is not what was declared: shorter, longer, or of another SHA-256. Nothing of it is visible. */
    INTEGRITY(false),
    /** The host cannot be reached: no such name, no route, connection refused. */
    UNREACHABLE(true),
    /** The connection was lost; whether the operation took effect is unknown. */
    CONNECTION_LOST(true),
    /** The far side did not answer in time; whether the operation took effect is unknown. */
    TIMEOUT(true),
    /** The store asks to slow down. */
    THROTTLED(true),
    /** The session was closed, by this side, while the operation ran or before it. */
    CLOSED(false),
    /** Anything else. */
    UNKNOWN(false);

    private final boolean transientFailure;

    FailureKind(boolean transientFailure) {
        this.transientFailure = transientFailure;
    }

    /** Returns whether the same call can succeed later without anybody doing anything. */
    public boolean isTransient() {
        return transientFailure;
    }
}
