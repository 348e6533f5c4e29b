package org.flowgateway.backup.api;

import java.util.Objects;

/**
 * Line of the audit log: actor, action, object and result. It MUST NOT hold a secret.
 *
 * @param actor user and client address
 * @param action kind of the action
 * @param object object of the action: a target, a user, a part of the API
 * @param result {@link #OK}, or another outcome in words for a person
 * @param job id of its job; "" for none
 */
public record AuditEvent(Actor actor, Action action, String object, String result, String job) {

    /** Result of an action that was performed as requested. */
    public static final String OK = "OK";

    public AuditEvent {
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(job, "job");
    }

    /** Creates an event without a job. */
    public AuditEvent(Actor actor, Action action, String object, String result) {
        this(actor, action, object, result, "");
    }

    /** Kinds of actions. */
    public enum Action {
        /** A user logged in, or a login failed. */
        LOGIN,
        /** A job was started. */
        START,
        /** A job ended; the actor is the user who started it. */
        END,
        /** A job was cancelled. */
        CANCEL,
        /** A restored state was confirmed. */
        CONFIRM,
        /** A user or a setting was changed. */
        CHANGE
    }
}
