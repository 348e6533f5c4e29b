package org.flowgateway.backup.rest;

/** A request that its user, or the lack of one, does not permit. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final ErrorId id;

    private RefusedException(int status, ErrorId id, String message) {
        super(message);
        this.status = status;
        this.id = id;
    }

    static RefusedException credentialsRequired() {
        return new RefusedException(401, ErrorId.AUTH_REQUIRED, "Authentication required");
    }

    static RefusedException credentialsWrong() {
        return new RefusedException(401, ErrorId.AUTH_INVALID_CREDENTIALS, "Make sure the user name is correct and type your password again."
                + " Be sure to use the correct case for the user name and password.");
    }

    /**
     * A known user who may only read. 403, not 401: clients drop their session at a 401 and ask for the password again, which is not what
     * is wrong. The contract has no identifier for it; the one about credentials is the nearest.
     */
    static RefusedException notAllowed() {
        return new RefusedException(403, ErrorId.AUTH_INVALID_CREDENTIALS, "This user may only read; starting a backup or a restore needs the"
                + " role admin or backup-operator");
    }

    int status() {
        return status;
    }

    ErrorId id() {
        return id;
    }
}
