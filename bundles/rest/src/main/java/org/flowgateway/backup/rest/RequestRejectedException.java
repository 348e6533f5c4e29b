package org.flowgateway.backup.rest;

import java.time.Duration;
import org.flowgateway.backup.api.message.Message;

/** Request that is rejected with a status of its own: without a valid login, without permission, or with a body that cannot be read. */
final class RequestRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final ErrorId id;
    private final transient Message description;
    private final long retrySeconds;

    private RequestRejectedException(int status, ErrorId id, Message description) {
        this(status, id, description, description.text(), 0);
    }

    private RequestRejectedException(int status, ErrorId id, Message description, String text, long retrySeconds) {
        super(text);
        this.status = status;
        this.id = id;
        this.description = description;
        this.retrySeconds = retrySeconds;
    }

    /** Rejects a request without credentials, in the contract's words. */
    static RequestRejectedException credentialsRequired() {
        Message description = HttpMessage.CREDENTIALS_REQUIRED.with();
        return new RequestRejectedException(401, ErrorId.AUTH_REQUIRED, description, description.summary(), 0);
    }

    /** Rejects wrong credentials, in the contract's words, which end with a period. */
    static RequestRejectedException credentialsWrong() {
        Message description = HttpMessage.CREDENTIALS_WRONG.with();
        return new RequestRejectedException(
                401, ErrorId.AUTH_INVALID_CREDENTIALS, description, description.text() + ".", 0);
    }

    /**
     * Rejects a known user who may only read. The status is 403, not 401: clients drop their session at a 401 and ask for the password again,
     * although the password is right. The contract has no identifier for this case; the one for credentials is the nearest.
     */
    static RequestRejectedException notPermitted() {
        return new RequestRejectedException(
                403, ErrorId.AUTH_INVALID_CREDENTIALS, HttpMessage.OPERATOR_REQUIRED.with());
    }

    /**
     * Rejects a login that was not checked, since wrong ones came before.
     *
     * @param pause time after which a retry makes sense
     */
    static RequestRejectedException tooManyWrongLogins(Duration pause) {
        return unchecked(HttpMessage.TOO_MANY_WRONG_LOGINS, pause);
    }

    /**
     * Rejects a login that was not checked, since others are being checked.
     *
     * @param pause time after which a retry makes sense
     */
    static RequestRejectedException tooManyConcurrentLogins(Duration pause) {
        return unchecked(HttpMessage.TOO_MANY_CONCURRENT_LOGINS, pause);
    }

    /** Rejects with 429, not 401: clients ask for the password again at a 401, and it may be the right one. */
    private static RequestRejectedException unchecked(HttpMessage message, Duration pause) {
        long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
        Message description = message.with(Duration.ofSeconds(seconds));
        return new RequestRejectedException(429, ErrorId.BAD_REQUEST, description, description.text(), seconds);
    }

    /** Rejects a body that is too long (RFC 9110, 15.5.14). */
    static RequestRejectedException bodyTooLong(int maxBytes) {
        return new RequestRejectedException(413, ErrorId.BAD_REQUEST, HttpMessage.BODY_TOO_LONG.with(maxBytes));
    }

    /**
     * Rejects an encoded body (RFC 9110, 15.5.16).
     *
     * @param header header that names the coding; its value is the client's and is not repeated
     */
    static RequestRejectedException bodyEncoded(String header) {
        return new RequestRejectedException(415, ErrorId.BAD_REQUEST, HttpMessage.BODY_ENCODED.with(header));
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

    /** Returns the message with its code; {@link #getMessage} is the text for the contract's clients. */
    Message description() {
        return description;
    }
}
