package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.operation.JobContext;
import org.flowgateway.backup.core.operation.JobOperation;
import org.flowgateway.backup.core.operation.JobOutcome;
import org.flowgateway.backup.core.prepare.BackupCheck;
import org.flowgateway.backup.core.prepare.CertificateCheck;
import org.flowgateway.backup.core.prepare.CheckList;
import org.flowgateway.backup.core.prepare.PreparedRestore;
import org.flowgateway.backup.core.prepare.RestorePreparer;
import org.flowgateway.backup.core.prepare.StoredPlan;

/** Restore, from finding the backup to its restored state, which may await confirmation. */
public final class RestoreOperation implements JobOperation {

    private final RestoreRequest request;
    private final Optional<StoredPlan> plan;

    /** @param plan the plan that the request names, already checked */
    public RestoreOperation(RestoreRequest request, Optional<StoredPlan> plan) {
        this.request = request;
        this.plan = plan;
    }

    @Override
    public Operation kind() {
        return Operation.RESTORE;
    }

    @Override
    public JobOutcome run(JobContext context) throws IOException, JobFailedException, JobCancelledException {
        RestoreExecution execution = new RestoreExecution(context);
        execution.finishEarlier();
        JobRun run = context.run();
        CheckList checks = CheckList.forRestore(run::warn);
        CertificateCheck certificates =
                new CertificateCheck(checks, run.now(), context.state().listenerCertificate(), context.trees());
        char[] characters = request.securityPassword().characters();
        try (ArchiveCipher cipher = ArchiveCipher.forOpening(characters)) {
            PreparedRestore preparation = new RestorePreparer(context, request.selection(), plan)
                    .prepare(checks, cipher)
                    .orElseThrow();
            return execute(execution, preparation, cipher, certificates);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static JobOutcome execute(
            RestoreExecution execution,
            PreparedRestore preparation,
            ArchiveCipher cipher,
            CertificateCheck certificates)
            throws IOException, JobFailedException, JobCancelledException {
        try {
            return execution.execute(preparation, cipher, certificates);
        } catch (ArchiveException e) {
            String name = preparation.backup().location().directory().toString();
            throw new JobFailedException(BackupCheck.describe(name, e), e);
        }
    }
}
