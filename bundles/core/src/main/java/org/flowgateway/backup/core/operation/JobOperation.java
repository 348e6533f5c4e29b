package org.flowgateway.backup.core.operation;

import java.io.IOException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;

/** Operation of one job, with what its request says. There is one class for each kind. */
public interface JobOperation {

    /** The kind of the operation, as callers know it. */
    Operation kind();

    /**
     * Executes the operation on the job's own thread, from its first phase to its proof. If it throws, it has undone its changes.
     *
     * @return what ends the job
     * @throws IOException if a transport or the gateway's own file system fails
     * @throws JobFailedException if it cannot be done, for the reason given
     * @throws JobCancelledException if it was asked to stop
     */
    JobOutcome run(JobContext context) throws IOException, JobFailedException, JobCancelledException;
}
