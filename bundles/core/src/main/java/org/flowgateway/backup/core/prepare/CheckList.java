package org.flowgateway.backup.core.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.core.job.JobFailedException;

/**
 * Results of the checks before a restore. A restore ends at the first check that fails; a plan continues and lists them all. One thread at
 * a time.
 */
public final class CheckList {

    private final List<RestoreCheck> checks = new ArrayList<>();
    private final boolean continuesOnFailure;
    private final Consumer<Message> onWarning;

    private CheckList(boolean continuesOnFailure, Consumer<Message> onWarning) {
        this.continuesOnFailure = continuesOnFailure;
        this.onWarning = onWarning;
    }

    /** Creates the list of a restore. */
    public static CheckList forRestore(Consumer<Message> onWarning) {
        return new CheckList(false, onWarning);
    }

    /** Creates the list of a plan. */
    public static CheckList forPlan() {
        return new CheckList(true, warning -> {});
    }

    /** Records a passed check. */
    void ok(CheckId id, Message message) {
        add(id, RestoreCheck.Result.OK, message);
    }

    /** Records a warning. */
    void warning(CheckId id, Message message) {
        add(id, RestoreCheck.Result.WARNING, message);
        onWarning.accept(message);
    }

    /**
     * Records a failed check.
     *
     * @throws JobFailedException if this is a restore
     */
    void fail(CheckId id, Message message) throws JobFailedException {
        fail(id, message, null);
    }

    /**
     * Records a failed check.
     *
     * @param cause for the log; may be {@code null}
     * @throws JobFailedException if this is a restore
     */
    void fail(CheckId id, Message message, Throwable cause) throws JobFailedException {
        if (!continuesOnFailure) {
            throw new JobFailedException(message, cause);
        }
        add(id, RestoreCheck.Result.FAIL, message);
    }

    private void add(CheckId id, RestoreCheck.Result result, Message message) {
        checks.add(new RestoreCheck(id.toString(), result, message.summary(), message.action(), message.code()));
    }

    /** Returns all results, in order. */
    public List<RestoreCheck> checks() {
        return List.copyOf(checks);
    }

    /** Tells whether no check of this kind failed or warned. */
    boolean isClear(CheckId id) {
        return checks.stream()
                .noneMatch(check -> check.id().equals(id.toString()) && check.result() != RestoreCheck.Result.OK);
    }
}
