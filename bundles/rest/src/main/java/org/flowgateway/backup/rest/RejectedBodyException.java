package org.flowgateway.backup.rest;

/** Body that is rejected before its JSON is parsed, with a status of its own (RFC 9110, 15.5). */
final class RejectedBodyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    private RejectedBodyException(int status, String message) {
        super(message);
        this.status = status;
    }

    static RejectedBodyException tooLong(int maxBytes) {
        return new RejectedBodyException(413, "The body is longer than [" + maxBytes + "] bytes");
    }

    /**
     * Rejects an encoded body.
     *
     * @param header header that names the coding; its value is the client's and is not repeated
     */
    static RejectedBodyException encoded(String header) {
        return new RejectedBodyException(
                415,
                "The body is compressed or encoded in another way, which is not supported: send it as it is, without "
                        + header);
    }

    int status() {
        return status;
    }
}
