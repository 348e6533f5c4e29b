package org.flowgateway.backup.rest;

/** The contract's closed list of error identifiers. */
enum ErrorId {
    /** Invalid argument. */
    BAD_REQUEST,
    /** Authentication required. */
    AUTH_REQUIRED,
    /** The user name or the password is wrong, or the user may not do this. */
    AUTH_INVALID_CREDENTIALS,
    /** Internal error. */
    INTERNAL_ERROR
}
