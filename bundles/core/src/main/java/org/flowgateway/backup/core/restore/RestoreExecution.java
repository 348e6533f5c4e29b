package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.archive.ArchiveCipher;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.core.IoMessages;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.plan.CertificateCheck;
import org.flowgateway.backup.core.plan.Chosen;
import org.flowgateway.backup.core.plan.Layouts;
import org.flowgateway.backup.core.plan.RestorePreparation;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;
import org.flowgateway.backup.spi.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a restore does once it is decided: it stages, asks the sections, exchanges, and takes everything back if anything fails. */
public final class RestoreExecution {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreExecution.class);

    private final JobRun run;
    private final TransportLease lease;
    private final List<Section> sections;
    private final int workers;
    private final Path journalFile;
    private RestoreTransaction settled;

    /**
     * @param sections the gateway's sections, those that are not restored included
     * @param journalFile where the transaction's journal goes
     */
    public RestoreExecution(JobRun run, TransportLease lease, List<Section> sections, int workers, Path journalFile) {
        this.run = run;
        this.lease = lease;
        this.sections = sections;
        this.workers = workers;
        this.journalFile = journalFile;
    }

    /**
     * Brings the chosen sections to the state of a backup, all of them or none.
     *
     * @param certificates is shown what is staged
     */
    void carryOut(RestorePreparation preparation, ArchiveCipher cipher, CertificateCheck certificates)
            throws IOException, JobFailedException, JobCancelledException {
        run.enter(Phase.STAGING);
        RestoreTransaction transaction = begin(preparation.roots());
        try {
            List<StagedSection> staged = stage(transaction, preparation, cipher);
            migrate(staged, preparation.chosen());
            validate(staged);
            look(certificates, staged, preparation.chosen());
            preparation.guard().check();
            exchange(transaction, staged);
        } catch (Throwable e) { // Whatever it is, the old state comes back first.
            takeBack(transaction, e);
            throw e;
        }
        finish(transaction);
    }

    /** The journal outlives the restore until its end is on record: a crash in between is settled as what it was. */
    void recorded() throws IOException {
        if (settled != null) {
            settled.close();
        }
    }

    /** An earlier restore that could not be settled for good stands in the way of another. */
    void settleEarlier() throws JobFailedException {
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

    private List<StagedSection> stage(RestoreTransaction transaction, RestorePreparation preparation, ArchiveCipher cipher)
            throws IOException, JobFailedException, JobCancelledException {
        AttributeWriter attributes = new AttributeWriter(transaction.staged(preparation.roots().get(0)));
        Map<String, StagedSection> staged = new LinkedHashMap<>();
        for (Chosen one : preparation.chosen()) {
            staged.put(one.id(), new StagedSection(one.section(), transaction.staged(one.root()), attributes));
        }
        try (FileSystemSync disk = new FileSystemSync(staged.values().stream().map(StagedSection::directory).toList())) {
            for (Chosen one : preparation.chosen()) {
                if (preparation.wanted().isPart(one.id())) {
                    new KeptFiles(run, preparation.wanted(), disk).copy(one, staged.get(one.id()));
                }
            }
            new Unpacker(run, lease, preparation.backup().place(), preparation.index(), cipher, staged, preparation.wanted(), workers, disk)
                    .unpackAll();
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

    private static void migrate(List<StagedSection> staged, List<Chosen> chosen) throws IOException, JobFailedException {
        for (int i = 0; i < staged.size(); i++) {
            StagedSection section = staged.get(i);
            try {
                new Layouts(section.section()).migrate(section.directory(), chosen.get(i).summary().formatVersion());
            } catch (SectionException e) {
                throw new JobFailedException("The restored " + chosen.get(i).id() + " cannot be brought to this gateway's layout: "
                        + e.getMessage() + ". Nothing was changed", e);
            }
        }
    }

    private static void look(CertificateCheck certificates, List<StagedSection> staged, List<Chosen> chosen) throws JobFailedException {
        for (int i = 0; i < staged.size(); i++) {
            if (chosen.get(i).id().equals(CertificateCheck.SECTION)) {
                certificates.compare(chosen.get(i), staged.get(i).directory());
            }
        }
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
