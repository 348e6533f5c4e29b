package org.flowgateway.backup.core.prepare;

import java.util.List;
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
    private final KeptOmissions kept;
    private final String fingerprint;
    private final String failureMessage;

    private UnchangedGuard(
            JobRun run,
            FileTrees trees,
            List<SelectedSection> sections,
            KeptOmissions kept,
            String fingerprint,
            String failureMessage) {
        this.run = run;
        this.trees = trees;
        this.sections = sections;
        this.kept = kept;
        this.fingerprint = fingerprint;
        this.failureMessage = failureMessage;
    }

    /** Guards all sections that a plan compared with. */
    public static UnchangedGuard ofPlan(
            JobRun run, FileTrees trees, List<SelectedSection> selected, KeptOmissions kept, StoredPlan plan) {
        return new UnchangedGuard(
                run,
                trees,
                selected,
                kept,
                plan.currentSha256(),
                "The gateway changed since " + plan.plan().id()
                        + " was made, so the plan is no longer what would happen. Nothing was changed. Make a new plan, and look at it");
    }

    /** Guards sections that are restored in part, as they are now. */
    public static UnchangedGuard ofKept(JobRun run, FileTrees trees, List<SelectedSection> parts, KeptOmissions kept)
            throws JobFailedException, JobCancelledException {
        return new UnchangedGuard(
                run,
                trees,
                parts,
                kept,
                CurrentStateWalk.fingerprint(run, trees, parts, kept),
                "The gateway changed while a part of it"
                        + " was restored, and that change would be lost. Nothing was changed by the restore. Stop what writes there, or restore the whole section");
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
