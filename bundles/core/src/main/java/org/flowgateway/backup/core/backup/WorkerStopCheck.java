package org.flowgateway.backup.core.backup;

import org.flowgateway.backup.core.backup.ContentChecksum.StopCheck;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobRun;

/** Check that ends a worker once its job is cancelled, or another worker has failed and interrupted it. */
record WorkerStopCheck(JobRun run) implements StopCheck<JobCancelledException> {

    @Override
    public void check() throws JobCancelledException {
        run.checkNotCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw new JobCancelledException("another worker failed");
        }
    }
}
