package org.flowgateway.backup.api.message;

import java.util.Objects;

/**
 * Message for a person, made from a template or by a third party. It holds no secret. Immutable.
 *
 * @param code stable id, {@code module.name} in {@code [a-z0-9.-]}; the anchor of its row in {@code docs/errors.md}
 * @param summary what happened, and why
 * @param action what to do; "" if nothing
 */
public record Message(String code, String summary, String action) {

    /** @throws NullPointerException for a component that is {@code null} */
    public Message {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(action, "action");
    }

    /** Returns the whole text: what happened, why, and what to do. */
    public String text() {
        return action.isEmpty() ? summary : summary + ". " + action;
    }

    /** Returns {@link #text}. */
    @Override
    public String toString() {
        return text();
    }
}
