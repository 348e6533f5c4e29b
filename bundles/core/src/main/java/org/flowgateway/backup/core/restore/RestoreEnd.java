package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.core.IoMessages;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.work.JobWork;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;

/**
 * What is left of a restore once its state is in its place, or cannot be: it is kept, taken back, or put on probation first. That needs
 * neither the target nor a password, and is gone on with at a start of the gateway.
 */
public final class RestoreEnd implements JobWork {

    private final JobRun run;
    private final RestoreTransaction transaction;
    private final Supplier<List<Section>> sections;
    private Probation probation;

    /** @param sections gives the gateway's sections, which are told if the old state comes back */
    RestoreEnd(JobRun run, RestoreTransaction transaction, Supplier<List<Section>> sections) {
        this.run = run;
        this.transaction = transaction;
        this.sections = sections;
    }

    /**
     * Goes on with a probation that a stop of the gateway cut off.
     *
     * @param transaction which is on probation
     * @param left the longest it may last from now on
     * @throws IOException if the job's record cannot be written
     * @throws JobCancelledException never, since nobody knew the job to cancel it
     */
    public static RestoreEnd resumed(JobRun run, RestoreTransaction transaction, Duration left, Supplier<List<Section>> sections)
            throws IOException, JobCancelledException {
        RestoreEnd end = new RestoreEnd(run, transaction, sections);
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
        probation = new Probation(transaction, run::now, deadline, left);
        run.enterWaiting(probation, ProbationNotice.awaited(run.snapshot().id(), deadline));
    }

    @Override
    public boolean awaitConfirmation() throws JobFailedException {
        if (probation == null) {
            return true;
        }
        Probation.End end = probation.await();
        if (end == Probation.End.SUSPENDED) {
            return false;
        }
        run.endWaiting();
        if (end == Probation.End.CONFIRMED) {
            dropOld();
            return true;
        }
        JobFailedException because = new JobFailedException((end == Probation.End.EXPIRED
                ? ProbationNotice.expired(probation.deadline()) : "The restored state was taken back") + ". The gateway is as it was");
        takeBack(because);
        throw because;
    }

    /** Brings the old state back. */
    void takeBack(Throwable because) throws JobFailedException {
        boolean swapped = transaction.isSwapping();
        try {
            transaction.rollBack();
            transaction.close();
        } catch (IOException e) {
            because.addSuppressed(e);
            throw new JobFailedException("The restore failed, and taking it back did too: " + IoMessages.explain(e)
                    + ". Mend that and restart the gateway: it takes the restore back first of all. The failure was: "
                    + because.getMessage(), because);
        }
        if (swapped) {
            activateOld();
        }
    }

    private void activateOld() {
        for (Section section : sections.get()) {
            try {
                SectionCall.ask(section, section::activated);
            } catch (SectionException e) {
                run.warn(section.descriptor().id() + " does not work with its old state, which is back in place: " + e.getMessage());
            }
        }
    }

    /** Drops the old state of a restore that is final. */
    void dropOld() {
        try {
            transaction.dropOld();
        } catch (IOException e) {
            run.warn("The state from before the restore is left beside the restored one, in a hidden directory: " + IoMessages.explain(e)
                    + ". Delete it by hand");
        }
    }

    /** The journal outlives the restore until its end is on record: a crash in between is settled as what it was. */
    @Override
    public void recorded() throws IOException {
        if (transaction.isCommitted()) {
            transaction.close();
        }
    }
}
