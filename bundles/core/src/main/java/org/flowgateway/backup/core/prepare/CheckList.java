package org.flowgateway.backup.core.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.core.job.JobFailedException;

/**
 * What was looked at before a restore. A restore that is to be carried out ends at the first thing that stands in its way; a plan goes on
 * and lists them all. One thread at a time.
 */
public final class CheckList {

    private final List<RestoreCheck> checks = new ArrayList<>();
    private final boolean continuesOnFailure;
    private final Consumer<String> onWarning;

    private CheckList(boolean continuesOnFailure, Consumer<String> onWarning) {
        this.continuesOnFailure = continuesOnFailure;
        this.onWarning = onWarning;
    }

    /** For a restore. */
    public static CheckList forRestore(Consumer<String> onWarning) {
        return new CheckList(false, onWarning);
    }

    /** For a plan. */
    public static CheckList forPlan() {
        return new CheckList(true, warning -> {});
    }

    /** It is as it should be. */
    void ok(CheckId id, String message) {
        checks.add(new RestoreCheck(id.toString(), RestoreCheck.Result.OK, message, ""));
    }

    /** A person should know. */
    void warning(CheckId id, String message, String action) {
        warning(id, message, action, action.isEmpty() ? message : message + ". " + action);
    }

    /** @param jobMessage what a job's message says of it */
    void warning(CheckId id, String message, String action, String jobMessage) {
        checks.add(new RestoreCheck(id.toString(), RestoreCheck.Result.WARNING, message, action));
        onWarning.accept(jobMessage);
    }

    /** It stands in the way. */
    void fail(CheckId id, String message, String action) throws JobFailedException {
        fail(id, message, action, message + ". " + action, null);
    }

    /**
     * It stands in the way.
     *
     * @param jobMessage what the job's message says of it
     * @param cause for the log; may be {@code null}
     * @throws JobFailedException if this is a restore
     */
    void fail(CheckId id, String message, String action, String jobMessage, Throwable cause) throws JobFailedException {
        if (!continuesOnFailure) {
            throw new JobFailedException(jobMessage, cause);
        }
        checks.add(new RestoreCheck(id.toString(), RestoreCheck.Result.FAIL, message, action));
    }

    /** Everything, in order. */
    public List<RestoreCheck> checks() {
        return List.copyOf(checks);
    }

    /** Whether nothing was found of this kind that fails or warns. */
    boolean isClear(CheckId id) {
        return checks.stream()
                .noneMatch(check -> check.id().equals(id.toString()) && check.result() != RestoreCheck.Result.OK);
    }
}
