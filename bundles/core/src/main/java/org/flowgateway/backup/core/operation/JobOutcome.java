package org.flowgateway.backup.core.operation;

import java.io.IOException;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.core.job.JobFailedException;

/** Outcome of a job's work with its target. */
public sealed interface JobOutcome {

    /** Completed, with nothing left to do. */
    Completed COMPLETED = new Completed(() -> {});

    /**
     * Completed: the job ends now.
     *
     * @param onRecorded cleans up once the end of the job is on disk
     */
    record Completed(EndAction onRecorded) implements JobOutcome {}

    /**
     * Failed or cancelled: all changes were undone.
     *
     * @param state how the job ends
     * @param error why
     */
    record Failed(JobState state, Message error) implements JobOutcome {}

    /** Suspended: the job continues at the next start of the gateway. */
    record Suspended() implements JobOutcome {}

    /** Awaiting confirmation: the job needs neither its target nor a secret any more, and continues until it has an answer. */
    non-sealed interface AwaitingConfirmation extends JobOutcome {

        /**
         * Waits for the answer, which may take a day.
         *
         * @return what ends the job
         * @throws JobFailedException if there was no confirmation, and the changes were undone
         */
        JobOutcome await() throws JobFailedException;
    }

    /** Action after the end of a job was recorded. */
    @FunctionalInterface
    interface EndAction {

        /** @throws IOException if it could not be done; it is done at the next start */
        void run() throws IOException;
    }
}
