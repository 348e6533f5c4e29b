package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.archive.ArchiveCipher;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.Index;
import org.flowgateway.backup.core.Product;
import org.flowgateway.backup.core.catalogue.Catalogue;
import org.flowgateway.backup.core.catalogue.CommittedBackup;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.core.work.JobWork;
import org.flowgateway.backup.spi.section.Section;

/** One restore, from finding the backup to the point where its state is final. */
public final class RestoreWork implements JobWork {

    private final JobRun run;
    private final TransportLease lease;
    private final SecurityPassword password;
    private final boolean keepCertificates;
    private final List<Section> sections;
    private final Product product;
    private final RestoreExecution execution;

    /**
     * @param keepCertificates what {@code no_cert} says
     * @param sections the gateway's sections
     * @param journalFile where the transaction's journal goes
     */
    public RestoreWork(JobRun run, TransportLease lease, SecurityPassword password, boolean keepCertificates, List<Section> sections,
            Product product, int workers, Path journalFile) {
        this.run = run;
        this.lease = lease;
        this.password = password;
        this.keepCertificates = keepCertificates;
        this.sections = sections;
        this.product = product;
        this.execution = new RestoreExecution(run, lease, sections, workers, journalFile);
    }

    @Override
    public void run() throws IOException, JobFailedException, JobCancelledException {
        execution.settleEarlier();
        Catalogue catalogue = new Catalogue(lease.open(), lease.place());
        CommittedBackup backup = catalogue.resolve(run::warn);
        run.backupDirectory(backup.place().shown(lease.place().path()));
        char[] characters = password.characters();
        try (ArchiveCipher cipher = ArchiveCipher.toOpen(characters)) {
            Index index = new BackupCheck(catalogue, product, run::warn).open(backup, cipher);
            warnIfOfAnotherGateway(index.identity());
            List<Selection.Chosen> chosen = new Selection(keepCertificates, sections).choose(index.sections(), run::warn);
            List<Path> roots = new RestoreRoots().check(chosen);
            execution.carryOut(chosen, roots, backup, index, cipher);
        } catch (ArchiveException e) {
            throw new JobFailedException(backup.place().directory() + " cannot be restored: " + e.getMessage()
                    + ". Nothing was changed. To restore another backup, name its own directory in path", e);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private void warnIfOfAnotherGateway(BackupIdentity backup) {
        if (!backup.host().equals(product.host())) {
            run.warn(backup.directory() + " was taken by the gateway " + backup.host() + ", this one is " + product.host());
        }
    }

    @Override
    public void recorded() throws IOException {
        execution.recorded();
    }
}
