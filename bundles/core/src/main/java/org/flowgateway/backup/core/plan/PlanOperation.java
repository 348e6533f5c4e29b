package org.flowgateway.backup.core.plan;

import java.io.IOException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.operation.JobContext;
import org.flowgateway.backup.core.operation.JobOperation;
import org.flowgateway.backup.core.operation.JobOutcome;

/** Plan of a restore. */
public final class PlanOperation implements JobOperation {

    private final RestoreRequest request;
    private final PlanStore store;

    /**
     * @param request the restore to plan
     * @param store receives the plan
     */
    public PlanOperation(RestoreRequest request, PlanStore store) {
        this.request = request;
        this.store = store;
    }

    @Override
    public Operation kind() {
        return Operation.PLAN;
    }

    @Override
    public JobOutcome run(JobContext context) throws IOException, JobFailedException, JobCancelledException {
        new PlanExecution(context, request, store).run();
        return JobOutcome.COMPLETED;
    }
}
