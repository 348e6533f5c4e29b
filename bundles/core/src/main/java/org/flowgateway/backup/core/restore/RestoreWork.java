package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.archive.ArchiveCipher;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.prepare.CertificateCheck;
import org.flowgateway.backup.core.prepare.CheckList;
import org.flowgateway.backup.core.prepare.PreparedRestore;
import org.flowgateway.backup.core.prepare.RestorePreparer;
import org.flowgateway.backup.core.work.JobWork;

/** One restore, from finding the backup to the point where its state is final. */
public final class RestoreWork implements JobWork {

    private final JobRun run;
    private final SecurityPassword password;
    private final RestorePreparer planning;
    private final Path listenersCertificate;
    private final RestoreExecution execution;

    /**
     * @param planning finds what is restored
     * @param listenersCertificate the certificate of the HTTPS listener, as a file that may be missing
     */
    public RestoreWork(
            JobRun run,
            SecurityPassword password,
            RestorePreparer planning,
            Path listenersCertificate,
            RestoreExecution execution) {
        this.run = run;
        this.password = password;
        this.planning = planning;
        this.listenersCertificate = listenersCertificate;
        this.execution = execution;
    }

    @Override
    public void run() throws IOException, JobFailedException, JobCancelledException {
        execution.settleEarlier();
        CheckList checks = CheckList.toRestore(run::warn);
        CertificateCheck certificates = new CertificateCheck(checks, run.now(), listenersCertificate, planning.trees());
        char[] characters = password.characters();
        try (ArchiveCipher cipher = ArchiveCipher.toOpen(characters)) {
            PreparedRestore preparation = planning.prepare(checks, cipher).orElseThrow();
            carryOut(preparation, cipher, certificates);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private void carryOut(PreparedRestore preparation, ArchiveCipher cipher, CertificateCheck certificates)
            throws IOException, JobFailedException, JobCancelledException {
        try {
            execution.carryOut(preparation, cipher, certificates);
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
        execution.recorded();
    }
}
