package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.archive.ArchiveCipher;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.core.file.IoMessages;
import org.flowgateway.backup.core.job.CountedNoun;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.prepare.CertificateCheck;
import org.flowgateway.backup.core.prepare.KeptOmissions;
import org.flowgateway.backup.core.prepare.MigrationPath;
import org.flowgateway.backup.core.prepare.PreparedRestore;
import org.flowgateway.backup.core.prepare.SelectedSection;
import org.flowgateway.backup.core.section.SectionCalls;
import org.flowgateway.backup.core.section.SectionCalls.Question;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.core.tree.OwnerMapping;
import org.flowgateway.backup.spi.section.SectionException;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.SystemAccounts;

/** What a restore does once it is decided: it stages, asks the sections, exchanges, and takes everything back if anything fails. */
public final class RestoreExecution {

    private final JobRun run;
    private final TransportLease lease;
    private final int workers;
    private final Path journalFile;
    private final Duration confirmWithin;
    private final SectionCalls calls;
    private final SectionSwitch sectionSwitch;
    private final FileTrees trees;
    private RestoreCompletion end;

    /**
     * @param journalFile where the transaction's journal goes
     * @param confirmWithin how long the restored state is on probation; zero if it is final at once
     * @param calls how sections are called
     * @param sectionSwitch takes them out of use and back
     */
    public RestoreExecution(
            JobRun run,
            TransportLease lease,
            int workers,
            Path journalFile,
            Duration confirmWithin,
            SectionCalls calls,
            SectionSwitch sectionSwitch,
            FileTrees trees) {
        this.run = run;
        this.lease = lease;
        this.workers = workers;
        this.journalFile = journalFile;
        this.confirmWithin = confirmWithin;
        this.calls = calls;
        this.sectionSwitch = sectionSwitch;
        this.trees = trees;
    }

    /**
     * Brings the chosen sections to the state of a backup, all of them or none.
     *
     * @param certificates is shown what is staged
     */
    void carryOut(PreparedRestore preparation, ArchiveCipher cipher, CertificateCheck certificates)
            throws IOException, JobFailedException, JobCancelledException {
        run.enter(Phase.STAGING);
        RestoreTransaction transaction = begin(preparation.roots());
        end = new RestoreCompletion(run, transaction, sectionSwitch);
        try {
            List<StagedSection> staged = stage(transaction, preparation, cipher);
            validate(staged);
            look(certificates, staged, preparation.chosen());
            exchange(transaction, staged, preparation);
        } catch (Throwable e) { // Whatever it is, the old state comes back first.
            end.takeBack(e);
            throw e;
        }
        if (confirmWithin.isZero()) {
            end.keep();
        }
    }

    /**
     * Waits for the end of a probation, if there is one.
     *
     * @return {@code false} if it goes on at the next start of the gateway
     * @throws JobFailedException if the restored state was taken back
     */
    boolean awaitConfirmation() throws JobFailedException {
        return end.awaitConfirmation();
    }

    /** The journal outlives the restore until its end is on record: a crash in between is settled as what it was. */
    void recorded() throws IOException {
        end.onEndRecorded();
    }

    /** An earlier restore that could not be settled for good stands in the way of another. */
    void settleEarlier() throws JobFailedException {
        RestoreTransaction.tidy(journalFile, trees);
        try {
            Optional<RestoreTransaction> earlier = RestoreTransaction.cutOff(journalFile, trees);
            if (earlier.isPresent()) {
                earlier.get().settle();
                earlier.get().close();
            }
        } catch (IOException e) {
            throw EarlierRestore.unsettled(IoMessages.explain(e), e);
        }
    }

    private RestoreTransaction begin(List<Path> roots) throws JobFailedException {
        try {
            return RestoreTransaction.begin(journalFile, run.snapshot().id(), roots, trees);
        } catch (IOException e) {
            throw new JobFailedException(
                    "Nothing can be staged beside the gateway's tree: " + IoMessages.explain(e), e);
        }
    }

    private List<StagedSection> stage(RestoreTransaction transaction, PreparedRestore preparation, ArchiveCipher cipher)
            throws IOException, JobFailedException, JobCancelledException {
        AttributeWriter attributes = new AttributeWriter(new OwnerMapping(new SystemAccounts()), trees.userId() == 0);
        Map<String, StagedSection> staged = new LinkedHashMap<>();
        for (SelectedSection one : preparation.chosen()) {
            staged.put(
                    one.id(),
                    new StagedSection(
                            one.section(),
                            transaction.staging(one.root()),
                            transaction.staged(one.root()),
                            attributes));
        }
        List<StagedSection> all = List.copyOf(staged.values());
        try (FileSystemSync disk =
                new FileSystemSync(all.stream().map(StagedSection::directory).toList())) {
            for (SelectedSection one : preparation.chosen()) {
                if (preparation.wanted().isPart(one.id())) {
                    new KeptFiles(run, preparation.wanted(), disk, trees).copy(one, staged.get(one.id()));
                }
            }
            new PackUnpacker(run, lease, preparation, cipher, staged, workers, disk).unpackAll();
            transaction.checkStaged();
            migrate(all, preparation.chosen());
            transaction.checkStaged();
            disk.finish();
        } catch (TransportException | ArchiveException e) {
            throw e;
        } catch (IOException e) {
            throw new JobFailedException(
                    "The restored state cannot be staged beside the gateway's tree: " + IoMessages.explain(e), e);
        }
        warn(attributes);
        return all;
    }

    private void warn(AttributeWriter attributes) {
        if (attributes.ownersRefused() > 0) {
            run.warn("The owner of " + CountedNoun.of(attributes.ownersRefused(), "file")
                    + " could not be set, since the gateway does not run as root: the owner is the gateway's user");
        }
        if (attributes.setIdsDropped() > 0) {
            run.warn("The set-user-id and set-group-id bits or the capabilities of "
                    + CountedNoun.of(attributes.setIdsDropped(), "file")
                    + " were not restored: the section does not allow them, or the owner could not be set. To restore"
                    + " them, set allow-set-id of the section to true and restore again");
        }
        if (!attributes.attributesRefused().isEmpty()) {
            run.warn(attributes.refusals());
        }
    }

    /** Before the last sync, so that what migrations write is on the disk, too. They go by paths, which are looked at on both sides. */
    private static void migrate(List<StagedSection> staged, List<SelectedSection> chosen)
            throws IOException, JobFailedException {
        for (int i = 0; i < staged.size(); i++) {
            StagedSection section = staged.get(i);
            try {
                new MigrationPath(section.section())
                        .migrate(section.path(), chosen.get(i).summary().formatVersion());
            } catch (SectionException e) {
                throw new JobFailedException(
                        "The restored " + chosen.get(i).id() + " cannot be brought to this gateway's layout: "
                                + e.getMessage() + ". Nothing was changed",
                        e);
            }
        }
    }

    private static void look(CertificateCheck certificates, List<StagedSection> staged, List<SelectedSection> chosen)
            throws IOException, JobFailedException {
        for (int i = 0; i < staged.size(); i++) {
            if (chosen.get(i).id().equals(CertificateCheck.SECTION)) {
                certificates.compare(chosen.get(i), staged.get(i).path());
            }
        }
    }

    private void validate(List<StagedSection> staged) throws JobFailedException, JobCancelledException {
        for (StagedSection section : staged) {
            try {
                calls.ask(run, section.section(), asked -> asked.validate(section.path()), Question.NONE);
            } catch (SectionException e) {
                run.checkNotCancelled();
                throw new JobFailedException(
                        "The restored " + section.section().descriptor().id() + " is refused: " + e.getMessage()
                                + ". Nothing was changed",
                        e);
            }
        }
    }

    private static Map<Path, KeptPaths> kept(PreparedRestore preparation) {
        KeptOmissions omissions = preparation.kept();
        Map<Path, KeptPaths> kept = new LinkedHashMap<>();
        for (SelectedSection one : preparation.chosen()) {
            List<String> paths = omissions.of(one.id()).stream()
                    .map(KeptOmissions.Kept::path)
                    .toList();
            kept.put(one.root(), new KeptPaths(one.id(), paths, omissions.mayDrop()));
        }
        return kept;
    }

    private void exchange(RestoreTransaction transaction, List<StagedSection> staged, PreparedRestore preparation)
            throws IOException, JobFailedException, JobCancelledException {
        sectionSwitch.off(staged.stream().map(StagedSection::section).toList());
        preparation.guard().check();
        run.enterFinalPhase(Phase.SWAPPING);
        try {
            transaction.swap(kept(preparation));
        } catch (IOException e) {
            throw new JobFailedException(
                    "The restored state cannot be put in its place: " + IoMessages.explain(e)
                            + ". The gateway is as it was",
                    e);
        }
        run.enter(Phase.ACTIVATING);
        sectionSwitch.on();
        if (confirmWithin.isZero()) {
            run.enter(Phase.COMMITTING);
            transaction.commit();
        } else {
            end.beginProbation(confirmWithin);
        }
    }
}
