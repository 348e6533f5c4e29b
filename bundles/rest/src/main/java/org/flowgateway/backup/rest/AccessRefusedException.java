package org.flowgateway.backup.rest;

import java.time.Duration;

/** Request that its user, or an unauthenticated client, has no permission for. */
final class AccessRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final ErrorId id;
    private final long retrySeconds;

    private AccessRefusedException(int status, ErrorId id, String message) {
        this(status, id, 0, message);
    }

    private AccessRefusedException(int status, ErrorId id, long retrySeconds, String message) {
        super(message);
        this.status = status;
        this.id = id;
        this.retrySeconds = retrySeconds;
    }

    static AccessRefusedException credentialsRequired() {
        return new AccessRefusedException(401, ErrorId.AUTH_REQUIRED, "Authentication required");
    }

    static AccessRefusedException credentialsWrong() {
        return new AccessRefusedException(
                401,
                ErrorId.AUTH_INVALID_CREDENTIALS,
                "Make sure the user name is correct and type your password again."
                        + " Be sure to use the correct case for the user name and password.");
    }

    /**
     * Refuses a known user who may only read. The status is 403, not 401: clients drop their session at a 401 and ask for the password again,
     * although the password is right. The contract has no identifier for this case; the one for credentials is the nearest.
     */
    static AccessRefusedException notAllowed() {
        return new AccessRefusedException(
                403,
                ErrorId.AUTH_INVALID_CREDENTIALS,
                "This user may only read; starting a backup or a restore needs the" + " role admin or backup-operator");
    }

    /**
     * Refuses a login that was not checked. The status is 429, not 401: clients ask for the password again at a 401, and it may be the right
     * one.
     *
     * @param pause time after which a retry makes sense
     */
    static AccessRefusedException tooManyLogins(Duration pause) {
        long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
        return new AccessRefusedException(
                429,
                ErrorId.BAD_REQUEST,
                seconds,
                "Too many logins with wrong passwords: this one was not checked. Try again in " + seconds + " s");
    }

    /** Seconds after which a retry makes sense; 0 if a retry changes nothing. */
    long retrySeconds() {
        return retrySeconds;
    }

    int status() {
        return status;
    }

    ErrorId id() {
        return id;
    }
}
