package org.flowgateway.backup.core.prepare;

import java.util.List;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.tree.FileTrees;

/**
 * Watches over the part of the gateway's state that a restore relies on: what a plan compared with, or what is kept beside the paths that
 * are restored. Between its last look and the exchange lie a few renames: what is written in between goes with the old state.
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

    /** Over everything that a plan compared with. */
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

    /** Over sections that are restored in part, as they are now. */
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
     * Looks.
     *
     * @throws JobFailedException if the state is another one by now
     * @throws JobCancelledException if the job was asked to stop meanwhile
     */
    public void check() throws JobFailedException, JobCancelledException {
        if (!CurrentStateWalk.fingerprint(run, trees, sections, kept).equals(fingerprint)) {
            throw new JobFailedException(failureMessage);
        }
    }
}
