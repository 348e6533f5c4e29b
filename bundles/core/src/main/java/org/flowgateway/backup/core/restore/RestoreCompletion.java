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
 * What is left of a restore once its state is in its place, or cannot be: it is kept, taken back, or put on probation first. That needs
 * neither the target nor a password, and is gone on with at a start of the gateway.
 */
public final class RestoreCompletion implements JobWork {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreCompletion.class);

    private final JobRun run;
    private final RestoreTransaction transaction;
    private final SectionSwitch sectionSwitch;
    private ConfirmationWindow probation;

    /** @param sectionSwitch takes the sections out of use and back, if the old state comes back */
    RestoreCompletion(JobRun run, RestoreTransaction transaction, SectionSwitch sectionSwitch) {
        this.run = run;
        this.transaction = transaction;
        this.sectionSwitch = sectionSwitch;
    }

    /**
     * Goes on with a probation that a stop of the gateway cut off.
     *
     * @param transaction which is on probation
     * @param left the longest it may last from now on
     * @param sectionSwitch knows the sections that work with the restored state
     * @throws IOException if the job's record cannot be written
     * @throws JobCancelledException never, since nobody knew the job to cancel it
     */
    public static RestoreCompletion resumed(
            JobRun run, RestoreTransaction transaction, Duration left, SectionSwitch sectionSwitch)
            throws IOException, JobCancelledException {
        RestoreCompletion end = new RestoreCompletion(run, transaction, sectionSwitch);
        end.awaitFrom(transaction.deadline().orElseThrow(), left);
        return end;
    }

    /** Nothing is left to be done with the target. */
    @Override
    public void run() {
        // As it says.
    }

    /** Puts the restored state on probation for so long. */
    void beginProbation(Duration length) throws IOException, JobCancelledException {
        Instant deadline = run.now().plus(length);
        transaction.beginProbation(deadline, length);
        awaitFrom(deadline, length);
    }

    private void awaitFrom(Instant deadline, Duration left) throws IOException, JobCancelledException {
        probation = new ConfirmationWindow(transaction, run::now, deadline, left);
        run.enterConfirmation(
                probation, ConfirmationNotice.awaited(run.snapshot().id(), deadline));
    }

    @Override
    public boolean awaitConfirmation() throws JobFailedException {
        if (probation == null) {
            return true;
        }
        ConfirmationWindow.End end = probation.await();
        if (end == ConfirmationWindow.End.SUSPENDED) {
            transaction.release();
            return false;
        }
        run.endConfirmation();
        if (end == ConfirmationWindow.End.CONFIRMED) {
            keep();
            return true;
        }
        JobFailedException because = new JobFailedException((end == ConfirmationWindow.End.EXPIRED
                        ? ConfirmationNotice.expired(probation.deadline())
                        : "The restored state was taken back")
                + ". The gateway is as it was");
        takeBack(because);
        throw because;
    }

    /** Brings the old state back. */
    void takeBack(Throwable because) throws JobFailedException {
        sectionSwitch.offAgain();
        try {
            transaction.rollBack();
            transaction.close();
        } catch (IOException e) {
            because.addSuppressed(e);
            transaction.release();
            throw new JobFailedException(
                    "The restore failed, and taking it back did too: " + IoMessages.explain(e)
                            + ". Mend that and restart the gateway: it takes the restore back first of all. The"
                            + " failure was: "
                            + because.getMessage(),
                    because);
        }
        sectionSwitch.restoreOld();
    }

    /** Drops the old state of a restore that is final. Whatever fails here is a warning: the restored state stands. */
    void keep() {
        try {
            sectionSwitch.settled();
            transaction.dropOld();
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("What was to be done after the restore was final has failed", e);
            String why = e instanceof IOException known
                    ? IoMessages.explain(known)
                    : "an internal error; the log has the details";
            List<Path> left = transaction.left();
            run.warn(
                    left.isEmpty()
                            ? "The restore is complete, but " + why
                            : "The state from before the restore is left in " + left + ": " + why
                                    + ". The next restore deletes it, if that is possible by then");
        }
    }

    /** The journal outlives the restore until its end is on record: a crash in between is settled as what it was. */
    @Override
    public void onEndRecorded() throws IOException {
        if (transaction.isCommitted()) {
            transaction.close();
        }
    }
}
