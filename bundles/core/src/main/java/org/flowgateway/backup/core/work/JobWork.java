package org.flowgateway.backup.core.work;

import java.io.IOException;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;

/**
 * Work of a job, from its first phase to its proof. When it returns, and {@link #awaitConfirmation} does, the job is COMPLETED. If it
 * throws, it has undone its changes.
 */
public interface JobWork {

    /**
     * Executes the work on the job's own thread.
     *
     * @throws IOException if a transport or the gateway's own file system fails
     * @throws JobFailedException if it cannot be done, for the reason given
     * @throws JobCancelledException if it was asked to stop
     */
    void run() throws IOException, JobFailedException, JobCancelledException;

    /**
     * Awaits the confirmation, which may take a day. Called after {@link #run} has returned, and the target and all secrets were
     * released. Throws as {@link #run} does.
     *
     * @return whether the job has ended with that; {@code false} if it goes on at the next start of the gateway
     */
    default boolean awaitConfirmation() throws IOException, JobFailedException, JobCancelledException {
        return true;
    }

    /**
     * Cleans up after the job's end is on disk.
     *
     * @throws IOException if what is left to do could not be done; it is done at the next start
     */
    default void onEndRecorded() throws IOException {}
}
