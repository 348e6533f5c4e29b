package org.flowgateway.backup.core.plan;

import java.util.List;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.tree.FileTrees;

/**
 * Watches over the part of the gateway's state that a restore relies on: what a plan compared with, or what is kept beside the paths that
 * are restored. Between its last look and the exchange lie a few renames: what is written in between goes with the old state.
 */
public final class PresentGuard {

    private final JobRun run;
    private final FileTrees trees;
    private final List<Chosen> sections;
    private final KeptOmissions kept;
    private final String fingerprint;
    private final String told;

    private PresentGuard(
            JobRun run, FileTrees trees, List<Chosen> sections, KeptOmissions kept, String fingerprint, String told) {
        this.run = run;
        this.trees = trees;
        this.sections = sections;
        this.kept = kept;
        this.fingerprint = fingerprint;
        this.told = told;
    }

    /** Over everything that a plan compared with. */
    static PresentGuard ofPlan(JobRun run, FileTrees trees, List<Chosen> chosen, KeptOmissions kept, StoredPlan plan) {
        return new PresentGuard(
                run,
                trees,
                chosen,
                kept,
                plan.presentSha256(),
                "The gateway changed since " + plan.plan().id()
                        + " was made, so the plan is no longer what would happen. Nothing was changed. Make a new plan, and look at it");
    }

    /** Over sections that are restored in part, as they are now. */
    static PresentGuard ofKept(JobRun run, FileTrees trees, List<Chosen> parts, KeptOmissions kept)
            throws JobFailedException, JobCancelledException {
        return new PresentGuard(
                run,
                trees,
                parts,
                kept,
                PresentWalk.fingerprint(run, trees, parts, kept),
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
        if (!PresentWalk.fingerprint(run, trees, sections, kept).equals(fingerprint)) {
            throw new JobFailedException(told);
        }
    }
}
