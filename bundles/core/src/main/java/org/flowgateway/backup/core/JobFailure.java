package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.core.file.FileMessage;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRecordMessage;
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
            return new JobOutcome.Failed(JobState.CANCELLED, cancellation(run, failure));
        }
        if (uninstalled) {
            return error(JobServiceMessage.TRANSPORT_UNINSTALLED.with());
        }
        if (failure instanceof JobFailedException failed) {
            return error(failed.description());
        }
        if (failure instanceof TransportException failed) {
            return error(failed.description());
        }
        if (failure instanceof IOException io) {
            return error(describe(run, io));
        }
        if (failure instanceof OutOfMemoryError) {
            return error(JobServiceMessage.OUT_OF_MEMORY.with());
        }
        LOG.error("An internal error ended job {}", run.snapshot().id(), failure);
        return error(JobServiceMessage.INTERNAL_ERROR.with());
    }

    /** Returns the message of the cancellation, followed by that of a failure that it caused. */
    private static Message cancellation(JobRun run, Throwable failure) {
        Message reason = run.cancelReason().orElseGet(() -> JobRecordMessage.CANCELLED_ANONYMOUSLY.with());
        if (failure instanceof JobFailedException failed) {
            Message consequence = failed.description();
            return new Message(reason.code(), reason.text() + ". " + consequence.summary(), consequence.action());
        }
        return reason;
    }

    private static Message describe(JobRun run, IOException failure) {
        Message reason = FileFailures.describe(failure);
        if (failure.getMessage() == null || reason.code().equals(FileMessage.FAILED_WITHOUT_REASON.code())) {
            LOG.error("Failure of a file that ended job {}", run.snapshot().id(), failure);
        }
        return failure instanceof FileSystemException named && named.getFile() != null
                ? JobServiceMessage.FILE_FAILED.with(named.getFile(), reason.summary(), reason.action())
                : JobServiceMessage.UNNAMED_FILE_FAILED.with(reason.summary(), reason.action());
    }

    private static JobOutcome.Failed error(Message message) {
        return new JobOutcome.Failed(JobState.ERROR, message);
    }
}
