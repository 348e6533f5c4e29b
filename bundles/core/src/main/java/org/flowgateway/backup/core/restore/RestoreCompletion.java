package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.flowgateway.backup.core.file.IoMessages;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.work.JobWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Last part of a restore, after the swap or its failure: commit or rollback, possibly after a confirmation window. It needs neither the
 * target nor a password, and can resume at a start of the gateway.
 */
public final class RestoreCompletion implements JobWork {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreCompletion.class);

    private final JobRun run;
    private final RestoreTransaction transaction;
    private final SectionSwitch sectionSwitch;
    private ConfirmationWindow window;

    /** @param sectionSwitch deactivates and activates the sections for a rollback */
    RestoreCompletion(JobRun run, RestoreTransaction transaction, SectionSwitch sectionSwitch) {
        this.run = run;
        this.transaction = transaction;
        this.sectionSwitch = sectionSwitch;
    }

    /**
     * Resumes a confirmation window that a stop of the gateway interrupted.
     *
     * @param transaction the restore to confirm
     * @param remaining maximum time until the end
     * @param sectionSwitch knows the sections with the restored state
     * @throws IOException if the job's record cannot be written
     * @throws JobCancelledException never, since nobody knew the job to cancel it
     */
    public static RestoreCompletion resumed(
            JobRun run, RestoreTransaction transaction, Duration remaining, SectionSwitch sectionSwitch)
            throws IOException, JobCancelledException {
        RestoreCompletion completion = new RestoreCompletion(run, transaction, sectionSwitch);
        completion.awaitConfirmationUntil(transaction.deadline().orElseThrow(), remaining);
        return completion;
    }

    /** Does nothing: the work with the target was done by the job that was interrupted. */
    @Override
    public void run() {
        // All that is left is in awaitConfirmation.
    }

    /** Opens the confirmation window of the restored state. */
    void openConfirmationWindow(Duration length) throws IOException, JobCancelledException {
        Instant deadline = run.now().plus(length);
        transaction.openConfirmationWindow(deadline, length);
        awaitConfirmationUntil(deadline, length);
    }

    private void awaitConfirmationUntil(Instant deadline, Duration remaining)
            throws IOException, JobCancelledException {
        window = new ConfirmationWindow(transaction, run::now, deadline, remaining);
        run.enterConfirmation(window, ConfirmationNotice.awaited(run.snapshot().id(), deadline));
    }

    @Override
    public boolean awaitConfirmation() throws JobFailedException {
        if (window == null) {
            return true;
        }
        ConfirmationWindow.End end = window.await();
        if (end == ConfirmationWindow.End.SUSPENDED) {
            transaction.release();
            return false;
        }
        run.endConfirmation();
        if (end == ConfirmationWindow.End.CONFIRMED) {
            finish();
            return true;
        }
        JobFailedException cause = new JobFailedException((end == ConfirmationWindow.End.EXPIRED
                        ? ConfirmationNotice.expired(window.deadline())
                        : "The restored state was taken back")
                + ". The gateway is as it was");
        rollBack(cause);
        throw cause;
    }

    /** Brings the previous state back. */
    void rollBack(Throwable cause) throws JobFailedException {
        sectionSwitch.deactivateRestored();
        try {
            transaction.rollBack();
            transaction.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
            transaction.release();
            throw new JobFailedException(
                    "The restore failed, and taking it back did too: " + IoMessages.explain(e)
                            + ". Mend that and restart the gateway: it takes the restore back first of all. The failure was: "
                            + cause.getMessage(),
                    cause);
        }
        sectionSwitch.reactivatePrevious();
    }

    /** Drops the previous state after the commit. A failure here is only a warning: the restored state is final. */
    void finish() {
        try {
            sectionSwitch.markActivated();
            transaction.dropPrevious();
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("What was to be done after the restore was final has failed", e);
            String why = e instanceof IOException known
                    ? IoMessages.explain(known)
                    : "an internal error; the log has the details";
            List<Path> undeleted = transaction.undeletedPaths();
            run.warn(
                    undeleted.isEmpty()
                            ? "The restore is complete, but " + why
                            : "The state from before the restore is left in " + undeleted + ": " + why
                                    + ". The next restore deletes it, if that is possible by then");
        }
    }

    /** Closes the journal once the job's end is recorded, so that recovery knows the outcome after a crash in between. */
    @Override
    public void onEndRecorded() throws IOException {
        if (transaction.isCommitted()) {
            transaction.close();
        }
    }
}
