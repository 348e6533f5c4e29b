package org.flowgateway.backup.api.message;

/** Kind of a message, by where a person meets it. */
public enum MessageKind {
    /** Answer to a request that was rejected; nothing was started. */
    REQUEST_ERROR,
    /** Problem of a part of the gateway, in {@code GET /api/common/1.0/services}, in an answer 503 and in the log. */
    READINESS_PROBLEM,
    /** Failure of a call to a target. */
    STORAGE_ERROR,
    /** Failure that ends a job. */
    JOB_ERROR,
    /** Line of a job's message about content that is missing from the backup, or was not restored. */
    WARNING,
    /** Line of a job's message that is worth knowing and requires nothing. */
    NOTE,
    /** Finding of a check of a plan. */
    CHECK,
    /** Answer of a shell command. */
    COMMAND_ERROR,
    /** Log line that an operator must act on. */
    LOG;

    /** Returns true if every message of this kind has an action. */
    public boolean requiresAction() {
        return this != NOTE && this != CHECK;
    }
}
