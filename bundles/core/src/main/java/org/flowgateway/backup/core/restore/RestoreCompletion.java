package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.operation.JobOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * End of a restore after the swap or its failure: completion or rollback. It needs neither the target nor a password.
 */
final class RestoreCompletion {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreCompletion.class);

    private final JobRun run;
    private final RestoreTransaction transaction;
    private final SectionActivation sectionActivation;

    /** @param sectionActivation deactivates and activates the sections for a rollback */
    RestoreCompletion(JobRun run, RestoreTransaction transaction, SectionActivation sectionActivation) {
        this.run = run;
        this.transaction = transaction;
        this.sectionActivation = sectionActivation;
    }

    /** Brings the previous state back. */
    void rollBack(Throwable cause) throws JobFailedException {
        sectionActivation.deactivateRestored();
        try {
            transaction.rollBack();
            transaction.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
            transaction.release();
            throw new JobFailedException(
                    RestoreMessage.ROLLBACK_FAILED.with(FileFailures.explain(e), describe(cause)), cause);
        }
        sectionActivation.reactivatePrevious();
    }

    private static String describe(Throwable failure) {
        if (failure instanceof FileSystemException known) {
            return FileFailures.explain(known);
        }
        boolean isForPeople = failure instanceof IOException
                || failure instanceof JobFailedException
                || failure instanceof JobCancelledException;
        return isForPeople && failure.getMessage() != null
                ? failure.getMessage()
                : RestoreMessage.INTERNAL_ERROR.with().text();
    }

    /** Drops the previous state after the commit. A failure here is only a warning: the restored state is final. */
    JobOutcome finish() {
        try {
            sectionActivation.markActivated();
            transaction.dropPrevious();
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("A step after the commit of the restore failed", e);
            String reason = e instanceof IOException known
                    ? FileFailures.explain(known)
                    : RestoreMessage.INTERNAL_ERROR.with().text();
            List<Path> undeleted = transaction.undeletedPaths();
            run.warn(
                    undeleted.isEmpty()
                            ? RestoreMessage.CLEANUP_FAILED.with(reason)
                            : RestoreMessage.PREVIOUS_STATE_NOT_DELETED.with(undeleted.toString(), reason));
        }
        return new JobOutcome.Completed(this::closeJournal);
    }

    /** Closes the journal once the job's end is recorded, so that recovery knows the outcome after a crash in between. */
    private void closeJournal() throws IOException {
        if (transaction.isCommitted()) {
            transaction.close();
        }
    }
}
