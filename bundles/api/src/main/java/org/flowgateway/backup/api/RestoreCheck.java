package org.flowgateway.backup.api;

import java.util.Objects;

/**
 * Result of a check before a restore.
 *
 * @param id name of the check, the same in every version: {@code committed}, {@code password}, {@code format}, {@code product}, {@code version},
 *         {@code host}, {@code sections}, {@code paths}, {@code writable}, {@code space}, {@code certificates}. A check occurs once for each
 *         finding, so possibly more than once
 * @param result outcome of the check
 * @param message finding, in words for a person
 * @param action remedy; "" if none is needed
 * @param code stable id of the message; "" in a plan that an earlier version made
 */
public record RestoreCheck(String id, Result result, String message, String action, String code) {

    /** Outcome of a check. */
    public enum Result {
        /** No problem was found. */
        OK,
        /** A person should know of it, and may continue. */
        WARNING,
        /** A restore would end with an error, before any change. */
        FAIL
    }

    public RestoreCheck {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(code, "code");
    }

    /** Creates a check whose message has no code. */
    public RestoreCheck(String id, Result result, String message, String action) {
        this(id, result, message, action, "");
    }
}
