package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.core.file.IoMessages;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.operation.JobOutcome;
import org.flowgateway.backup.spi.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** State and message of a job that failed. The only class that turns failures into these. */
final class JobFailure {

    private static final Logger LOG = LoggerFactory.getLogger(JobFailure.class);

    private JobFailure() {}

    /**
     * Returns the outcome of a job.
     *
     * @param uninstalled whether its transport was uninstalled meanwhile
     */
    static JobOutcome.Failed outcome(JobRun run, Throwable failure, boolean uninstalled) {
        LOG.debug("Why job {} failed", run.snapshot().id(), failure); // The end of the job is logged above that level.
        if (failure instanceof JobCancelledException || run.isCancelled()) {
            String more = failure instanceof JobFailedException ? ". " + failure.getMessage() : "";
            return new JobOutcome.Failed(JobState.CANCELLED, "Cancelled: " + run.cancelReason() + more);
        }
        if (uninstalled) {
            return error("The transport for this target was taken away while it was in use. Install it again and start"
                    + " anew");
        }
        if (failure instanceof JobFailedException || failure instanceof TransportException) {
            return error(failure.getMessage());
        }
        if (failure instanceof IOException io) {
            return error(describe(run, io));
        }
        if (failure instanceof OutOfMemoryError) {
            return error("The gateway ran out of memory. Give it a larger heap, or smaller packs or fewer workers");
        }
        LOG.error("An internal error ended job {}", run.snapshot().id(), failure);
        return error("An internal error ended the job; the log has the details");
    }

    private static String describe(JobRun run, IOException failure) {
        String file = failure instanceof FileSystemException named && named.getFile() != null
                ? named.getFile()
                : "A file of the gateway";
        String why = IoMessages.explain(failure);
        if (failure.getMessage() == null || why.contains("the log has the details")) {
            LOG.error("What ended job {}", run.snapshot().id(), failure);
        }
        return file + " cannot be read or written: " + why;
    }

    private static JobOutcome.Failed error(String message) {
        return new JobOutcome.Failed(JobState.ERROR, message);
    }
}
