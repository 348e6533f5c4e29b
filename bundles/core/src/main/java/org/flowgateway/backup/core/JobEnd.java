package org.flowgateway.backup.core;

import java.io.IOException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.operation.JobOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** End of a job, after its target was released and its secrets were wiped. */
final class JobEnd {

    private static final Logger LOG = LoggerFactory.getLogger(JobEnd.class);

    private JobEnd() {}

    /** Awaits the confirmation, if there is one to await, and records the end of the job. Never throws. */
    static void conclude(JobRun run, JobOutcome outcome) {
        JobOutcome last = outcome instanceof JobOutcome.AwaitingConfirmation waiting ? await(run, waiting) : outcome;
        if (last instanceof JobOutcome.Completed completed) {
            run.complete(() -> onRecorded(run, completed));
        } else if (last instanceof JobOutcome.Failed failed) {
            run.fail(failed.state(), failed.error());
        }
    }

    private static JobOutcome await(JobRun run, JobOutcome.AwaitingConfirmation waiting) {
        try {
            return waiting.await();
        } catch (Throwable e) { // Whatever it is, the job ends and says so.
            return JobFailure.outcome(run, e, false);
        }
    }

    private static void onRecorded(JobRun run, JobOutcome.Completed completed) {
        try {
            completed.onRecorded().run();
        } catch (IOException e) {
            LOG.error(
                    "The cleanup after job {} failed; it is repeated at the next start",
                    run.snapshot().id(),
                    e);
        }
    }
}
