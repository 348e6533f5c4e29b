package org.flowgateway.backup.core.backup;

import java.io.IOException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.operation.JobContext;
import org.flowgateway.backup.core.operation.JobOperation;
import org.flowgateway.backup.core.operation.JobOutcome;

/** Backup of all sections. */
public final class BackupOperation implements JobOperation {

    private final SecurityPassword password;
    private final PackBufferPool bufferPool;

    /**
     * @param password protects the backup
     * @param bufferPool memory for packs
     */
    public BackupOperation(SecurityPassword password, PackBufferPool bufferPool) {
        this.password = password;
        this.bufferPool = bufferPool;
    }

    @Override
    public Operation kind() {
        return Operation.BACKUP;
    }

    @Override
    public JobOutcome run(JobContext context) throws IOException, JobFailedException, JobCancelledException {
        new BackupWork(context, password, bufferPool).run();
        return JobOutcome.COMPLETED;
    }
}
