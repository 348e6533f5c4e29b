package org.flowgateway.backup.api;

import java.util.Objects;

/**
 * One thing that was looked at before a restore.
 *
 * @param id what was looked at, the same in every version: {@code committed}, {@code password}, {@code format}, {@code product},
 *         {@code version}, {@code host}, {@code sections}, {@code paths}, {@code writable}, {@code space}, {@code certificates}. It
 *         stands once for each thing that was found, so maybe more than once
 * @param result how it is
 * @param message what was found, in words for a person
 * @param action what to do about it; "" where nothing has to be done
 */
public record RestoreCheck(String id, Result result, String message, String action) {

    /** How a check ended. */
    public enum Result {
        /** As it should be. */
        OK,
        /** A person should know, and may go on. */
        WARNING,
        /** A restore would end with an error, before anything is touched. */
        FAIL
    }

    public RestoreCheck {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(action, "action");
    }
}
