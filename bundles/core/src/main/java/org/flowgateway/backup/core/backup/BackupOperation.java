package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.util.function.Function;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.operation.JobContext;
import org.flowgateway.backup.core.operation.JobOperation;
import org.flowgateway.backup.core.operation.JobOutcome;

/** Backup of all sections. */
public final class BackupOperation implements JobOperation {

    private final SecurityPassword password;
    private final PackBufferPool bufferPool;
    private final Function<char[], ArchiveCipher> sealingCipher;

    /**
     * @param password protects the backup
     * @param bufferPool memory for packs
     * @param sealingCipher makes the cipher of a new backup from its password
     */
    public BackupOperation(
            SecurityPassword password, PackBufferPool bufferPool, Function<char[], ArchiveCipher> sealingCipher) {
        this.password = password;
        this.bufferPool = bufferPool;
        this.sealingCipher = sealingCipher;
    }

    @Override
    public Operation kind() {
        return Operation.BACKUP;
    }

    @Override
    public JobOutcome run(JobContext context) throws IOException, JobFailedException, JobCancelledException {
        new BackupExecution(context, password, bufferPool, sealingCipher).run();
        return JobOutcome.COMPLETED;
    }
}
