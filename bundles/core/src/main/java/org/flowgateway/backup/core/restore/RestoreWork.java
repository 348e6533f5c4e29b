package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.prepare.CertificateCheck;
import org.flowgateway.backup.core.prepare.CheckList;
import org.flowgateway.backup.core.prepare.PreparedRestore;
import org.flowgateway.backup.core.prepare.RestorePreparer;
import org.flowgateway.backup.core.work.JobWork;

/** Job of one restore, from finding the backup to its final state. */
public final class RestoreWork implements JobWork {

    private final JobRun run;
    private final SecurityPassword password;
    private final RestorePreparer preparer;
    private final Path listenerCertificate;
    private final RestoreExecution execution;

    /**
     * @param preparer finds and checks the backup
     * @param listenerCertificate the certificate file of the HTTPS listener, which may be missing
     */
    public RestoreWork(
            JobRun run,
            SecurityPassword password,
            RestorePreparer preparer,
            Path listenerCertificate,
            RestoreExecution execution) {
        this.run = run;
        this.password = password;
        this.preparer = preparer;
        this.listenerCertificate = listenerCertificate;
        this.execution = execution;
    }

    @Override
    public void run() throws IOException, JobFailedException, JobCancelledException {
        execution.finishEarlier();
        CheckList checks = CheckList.forRestore(run::warn);
        CertificateCheck certificates = new CertificateCheck(checks, run.now(), listenerCertificate, preparer.trees());
        char[] characters = password.characters();
        try (ArchiveCipher cipher = ArchiveCipher.forOpening(characters)) {
            PreparedRestore preparation = preparer.prepare(checks, cipher).orElseThrow();
            execute(preparation, cipher, certificates);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private void execute(PreparedRestore preparation, ArchiveCipher cipher, CertificateCheck certificates)
            throws IOException, JobFailedException, JobCancelledException {
        try {
            execution.execute(preparation, cipher, certificates);
        } catch (ArchiveException e) {
            throw new JobFailedException(
                    preparation.backup().location().directory() + " cannot be restored: " + e.getMessage()
                            + ". Nothing was changed. To restore another backup, name its own directory in path",
                    e);
        }
    }

    @Override
    public boolean awaitConfirmation() throws JobFailedException {
        return execution.awaitConfirmation();
    }

    @Override
    public void onEndRecorded() throws IOException {
        execution.onEndRecorded();
    }
}
