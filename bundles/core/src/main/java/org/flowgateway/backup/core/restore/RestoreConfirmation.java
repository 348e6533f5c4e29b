package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.operation.JobOutcome;

/** Restore that awaits confirmation of its restored state: it is committed by that, and rolled back without it. */
public final class RestoreConfirmation implements JobOutcome.AwaitingConfirmation {

    private final JobRun run;
    private final RestoreTransaction transaction;
    private final RestoreCompletion completion;
    private final ConfirmationWindow window;

    private RestoreConfirmation(
            JobRun run, RestoreTransaction transaction, RestoreCompletion completion, ConfirmationWindow window) {
        this.run = run;
        this.transaction = transaction;
        this.completion = completion;
        this.window = window;
    }

    /** Opens the confirmation window of a restored state. */
    static RestoreConfirmation open(
            JobRun run, RestoreTransaction transaction, RestoreCompletion completion, Duration length)
            throws IOException, JobCancelledException {
        Instant deadline = run.now().plus(length);
        transaction.openConfirmationWindow(deadline, length);
        return until(deadline, length, run, transaction, completion);
    }

    /**
     * Resumes a confirmation window that a stop of the gateway interrupted.
     *
     * @param transaction the restore to confirm
     * @param remaining maximum time until the end
     * @param sectionActivation knows the sections with the restored state
     * @throws IOException if the job's record cannot be written
     * @throws JobCancelledException never, since nobody knew the job to cancel it
     */
    public static RestoreConfirmation resume(
            JobRun run, RestoreTransaction transaction, Duration remaining, SectionActivation sectionActivation)
            throws IOException, JobCancelledException {
        RestoreCompletion completion = new RestoreCompletion(run, transaction, sectionActivation);
        return until(transaction.deadline().orElseThrow(), remaining, run, transaction, completion);
    }

    private static RestoreConfirmation until(
            Instant deadline,
            Duration remaining,
            JobRun run,
            RestoreTransaction transaction,
            RestoreCompletion completion)
            throws IOException, JobCancelledException {
        ConfirmationWindow window = new ConfirmationWindow(transaction, run::now, deadline, remaining);
        run.enterConfirmation(
                window,
                ConfirmationNotice.awaited(run.snapshot().id(), deadline).text());
        return new RestoreConfirmation(run, transaction, completion, window);
    }

    @Override
    public JobOutcome await() throws JobFailedException {
        ConfirmationWindow.End end = window.await();
        if (end == ConfirmationWindow.End.SUSPENDED) {
            transaction.release();
            return new JobOutcome.Suspended();
        }
        run.endConfirmation();
        if (end == ConfirmationWindow.End.CONFIRMED) {
            return completion.finish();
        }
        JobFailedException cause = new JobFailedException(
                end == ConfirmationWindow.End.EXPIRED
                        ? ConfirmationNotice.expired(window.deadline())
                        : RestoreMessage.CONFIRMATION_REFUSED.with());
        completion.rollBack(cause);
        throw cause;
    }
}
