package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.archive.ArchiveCipher;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.Index;
import org.flowgateway.backup.core.IoMessages;
import org.flowgateway.backup.core.Product;
import org.flowgateway.backup.core.catalogue.Catalogue;
import org.flowgateway.backup.core.catalogue.CommittedBackup;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.core.work.JobWork;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;
import org.flowgateway.backup.spi.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One restore, from finding the backup to the point where its state is final. */
public final class RestoreWork implements JobWork {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreWork.class);

    private final JobRun run;
    private final TransportLease lease;
    private final SecurityPassword password;
    private final boolean keepCertificates;
    private final List<Section> sections;
    private final Product product;
    private final int workers;
    private final Path journalFile;
    private RestoreTransaction settled;

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
        this.workers = workers;
        this.journalFile = journalFile;
    }

    @Override
    public void run() throws IOException, JobFailedException, JobCancelledException {
        settleEarlier();
        Catalogue catalogue = new Catalogue(lease.open(), lease.place());
        CommittedBackup backup = catalogue.resolve(run::warn);
        run.backupDirectory(backup.place().shown(lease.place().path()));
        char[] characters = password.characters();
        try (ArchiveCipher cipher = ArchiveCipher.toOpen(characters)) {
            Index index = new BackupCheck(catalogue, product, run::warn).open(backup, cipher);
            warnIfOfAnotherGateway(index.identity());
            List<Selection.Chosen> chosen = new Selection(keepCertificates, sections).choose(index.sections(), run::warn);
            LinkRule.check(index, chosen.stream().map(Selection.Chosen::section).toList());
            List<Path> roots = new RestoreRoots().check(chosen);
            run.enter(Phase.STAGING);
            RestoreTransaction transaction = begin(roots);
            try {
                List<StagedSection> staged = stage(transaction, chosen, roots, backup, index, cipher);
                validate(staged);
                exchange(transaction, staged);
            } catch (Throwable e) { // Whatever it is, the old state comes back first.
                takeBack(transaction, e);
                throw e;
            }
            finish(transaction);
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

    /** The journal outlives the restore until its end is on record: a crash in between is settled as what it was. */
    @Override
    public void recorded() throws IOException {
        if (settled != null) {
            settled.close();
        }
    }

    /** An earlier restore that could not be settled for good stands in the way of another. */
    private void settleEarlier() throws JobFailedException {
        try {
            Optional<RestoreTransaction> earlier = RestoreTransaction.cutOff(journalFile);
            if (earlier.isPresent()) {
                earlier.get().settle();
                earlier.get().close();
            }
        } catch (IOException e) {
            throw new JobFailedException("An earlier restore is not settled yet: " + IoMessages.explain(e) + ". Mend that first", e);
        }
    }

    private RestoreTransaction begin(List<Path> roots) throws JobFailedException {
        try {
            return RestoreTransaction.begin(journalFile, run.snapshot().id(), roots);
        } catch (IOException e) {
            throw new JobFailedException("Nothing can be staged beside the gateway's tree: " + IoMessages.explain(e), e);
        }
    }

    private List<StagedSection> stage(RestoreTransaction transaction, List<Selection.Chosen> chosen, List<Path> roots,
            CommittedBackup backup, Index index, ArchiveCipher cipher) throws IOException, JobFailedException, JobCancelledException {
        AttributeWriter attributes = new AttributeWriter(transaction.staged(roots.get(0)));
        Map<String, StagedSection> staged = new LinkedHashMap<>();
        for (int i = 0; i < chosen.size(); i++) {
            Section section = chosen.get(i).section();
            staged.put(section.descriptor().id(), new StagedSection(section, transaction.staged(roots.get(i)), attributes));
        }
        try (FileSystemSync disk = new FileSystemSync(staged.values().stream().map(StagedSection::directory).toList())) {
            new Unpacker(run, lease, backup.place(), index, cipher, staged, workers, disk).unpackAll();
            disk.finish();
        } catch (TransportException | ArchiveException e) {
            throw e;
        } catch (IOException e) {
            throw new JobFailedException("The restored state cannot be staged beside the gateway's tree: " + IoMessages.explain(e), e);
        }
        if (attributes.ownersRefused() > 0) {
            run.warn("The owner of " + attributes.ownersRefused()
                    + " files could not be set, since the gateway does not run as root: they belong to its user");
        }
        if (attributes.setIdsDropped() > 0) {
            run.warn("The set-user-id and set-group-id bits of " + attributes.setIdsDropped() + " files were left out: their section does not"
                    + " allow them, or their owner could not be set. If these programs are to have them, set allow-set-id of that section to true"
                    + " and restore again");
        }
        return List.copyOf(staged.values());
    }

    /** A section may come from anybody; what it throws beside what it may must not keep the others from their turn. */
    private static void ask(Section section, Question question) throws SectionException {
        try {
            question.ask();
        } catch (RuntimeException e) {
            LOG.error("Section {} failed", section.descriptor().id(), e);
            throw new SectionException("it failed with an internal error; the log has the details");
        }
    }

    /** Something that a section may object to. */
    @FunctionalInterface
    private interface Question {
        void ask() throws SectionException;
    }

    private static void validate(List<StagedSection> staged) throws JobFailedException {
        for (StagedSection section : staged) {
            try {
                ask(section.section(), () -> section.section().validate(section.directory()));
            } catch (SectionException e) {
                throw new JobFailedException("The restored " + section.section().descriptor().id() + " is refused: " + e.getMessage()
                        + ". Nothing was changed", e);
            }
        }
    }

    private void exchange(RestoreTransaction transaction, List<StagedSection> staged)
            throws IOException, JobFailedException, JobCancelledException {
        run.enterWithoutReturn(Phase.SWAPPING);
        try {
            transaction.swap();
        } catch (IOException e) {
            throw new JobFailedException("The restored state cannot be put in its place: " + IoMessages.explain(e)
                    + ". The gateway is as it was", e);
        }
        run.enter(Phase.ACTIVATING);
        for (StagedSection section : staged) {
            try {
                ask(section.section(), section.section()::activated);
            } catch (SectionException e) {
                throw new JobFailedException("The gateway cannot work with the restored " + section.section().descriptor().id() + ": "
                        + e.getMessage() + ". The gateway is as it was", e);
            }
        }
        run.enter(Phase.COMMITTING);
        transaction.commit();
    }

    private void takeBack(RestoreTransaction transaction, Throwable because) throws JobFailedException {
        boolean swapped = transaction.isSwapping();
        try {
            transaction.rollBack();
            transaction.close();
        } catch (IOException e) {
            because.addSuppressed(e);
            throw new JobFailedException("The restore failed, and taking it back did too: " + IoMessages.explain(e)
                    + ". Mend that and restart the gateway: it takes the restore back first of all. The failure was: "
                    + because.getMessage(), because);
        }
        if (swapped) {
            activateOld();
        }
    }

    private void activateOld() {
        for (Section section : sections) {
            try {
                ask(section, section::activated);
            } catch (SectionException e) {
                run.warn(section.descriptor().id() + " does not work with its old state, which is back in place: " + e.getMessage());
            }
        }
    }

    private void finish(RestoreTransaction transaction) {
        try {
            transaction.dropOld();
        } catch (IOException e) {
            run.warn("The state from before the restore is left beside the restored one, in a hidden directory: " + IoMessages.explain(e)
                    + ". Delete it by hand");
        }
        settled = transaction;
    }
}
