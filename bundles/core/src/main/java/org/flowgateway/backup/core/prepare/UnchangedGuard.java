package org.flowgateway.backup.core.prepare;

import java.util.List;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.tree.FileTrees;

/**
 * Guard of the current state that a restore relies on: the state that a plan compared with, or the files kept beside the restored paths.
 * Between its last check and the swap are a few renames; a change in between is lost with the current state.
 */
public final class UnchangedGuard {

    private final JobRun run;
    private final FileTrees trees;
    private final List<SelectedSection> sections;
    private final OmittedFiles kept;
    private final String fingerprint;
    private final Message failureMessage;

    private UnchangedGuard(
            JobRun run,
            FileTrees trees,
            List<SelectedSection> sections,
            OmittedFiles kept,
            String fingerprint,
            Message failureMessage) {
        this.run = run;
        this.trees = trees;
        this.sections = sections;
        this.kept = kept;
        this.fingerprint = fingerprint;
        this.failureMessage = failureMessage;
    }

    /** Guards all sections that a plan compared with. */
    public static UnchangedGuard ofPlan(
            JobRun run, FileTrees trees, List<SelectedSection> selected, OmittedFiles kept, StoredPlan plan) {
        return new UnchangedGuard(
                run,
                trees,
                selected,
                kept,
                plan.currentSha256(),
                CheckMessage.CHANGED_SINCE_PLAN.with(plan.plan().id()));
    }

    /** Guards sections that are restored in part, as they are now. */
    public static UnchangedGuard ofPartialRestore(
            JobRun run, FileTrees trees, List<SelectedSection> parts, OmittedFiles kept)
            throws JobFailedException, JobCancelledException {
        return new UnchangedGuard(
                run,
                trees,
                parts,
                kept,
                CurrentStateWalk.fingerprint(run, trees, parts, kept),
                CheckMessage.CHANGED_DURING_RESTORE.with());
    }

    /**
     * Checks that nothing changed.
     *
     * @throws JobFailedException if the state has changed
     * @throws JobCancelledException if the job was cancelled meanwhile
     */
    public void check() throws JobFailedException, JobCancelledException {
        if (!CurrentStateWalk.fingerprint(run, trees, sections, kept).equals(fingerprint)) {
            throw new JobFailedException(failureMessage);
        }
    }
}
