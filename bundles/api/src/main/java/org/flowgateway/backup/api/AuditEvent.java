package org.flowgateway.backup.api;

import java.util.Objects;

/**
 * One line of the audit log: who did what, from where, and with what result. It MUST NOT hold a secret.
 *
 * @param actor who did it
 * @param action what was done
 * @param object what it was done to: a target, a user, a part of the API
 * @param result {@link #OK}, or another outcome in words for a person
 * @param job id of the job that it belongs to; "" for none
 */
public record AuditEvent(Actor actor, Action action, String object, String result, String job) {

    /** Result of what was done as it was asked for. */
    public static final String OK = "OK";

    public AuditEvent {
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(job, "job");
    }

    /** An event that belongs to no job. */
    public AuditEvent(Actor actor, Action action, String object, String result) {
        this(actor, action, object, result, "");
    }

    /** Kinds of actions. */
    public enum Action {
        /** A user logged in, or failed to. */
        LOGIN,
        /** A job was started. */
        START,
        /** A job ended; the actor is who started it. */
        END,
        /** A job was cancelled. */
        CANCEL,
        /** A restored state was confirmed. */
        CONFIRM,
        /** A user or a setting was changed. */
        CHANGE
    }
}
