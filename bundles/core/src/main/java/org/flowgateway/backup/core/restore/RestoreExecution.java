package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.operation.JobContext;
import org.flowgateway.backup.core.operation.JobOutcome;
import org.flowgateway.backup.core.prepare.CertificateCheck;
import org.flowgateway.backup.core.prepare.MigrationPath;
import org.flowgateway.backup.core.prepare.OmittedFiles;
import org.flowgateway.backup.core.prepare.PreparedRestore;
import org.flowgateway.backup.core.prepare.SelectedSection;
import org.flowgateway.backup.core.section.SectionCalls;
import org.flowgateway.backup.core.section.SectionCalls.SectionAction;
import org.flowgateway.backup.core.tree.OwnerMapping;
import org.flowgateway.backup.spi.section.SectionException;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.SystemAccounts;

/** Second half of a restore: stages, validates, swaps, and rolls everything back on any failure. */
final class RestoreExecution {

    private final JobContext context;
    private final JobRun run;
    private final Path journalFile;
    private final Duration confirmWithin;
    private final SectionCalls calls;
    private final SectionActivation sectionActivation;
    private final FileTrees trees;

    RestoreExecution(JobContext context) {
        this.context = context;
        this.run = context.run();
        this.journalFile = context.state().restoreJournal();
        this.confirmWithin = context.settings().confirmationWindow();
        this.calls = context.sections().calls();
        this.sectionActivation = new SectionActivation(calls, context.sections().pendingCalls(), run);
        this.trees = context.trees();
    }

    /**
     * Brings the selected sections to the state of a backup, all of them or none.
     *
     * @param certificates checks the staged certificates
     * @return completed, or awaiting confirmation
     */
    JobOutcome execute(PreparedRestore preparation, ArchiveCipher cipher, CertificateCheck certificates)
            throws IOException, JobFailedException, JobCancelledException {
        run.enter(Phase.STAGING);
        RestoreTransaction transaction = begin(preparation.roots());
        RestoreCompletion completion = new RestoreCompletion(run, transaction, sectionActivation);
        try {
            List<StagedSection> staged = stage(transaction, preparation, cipher);
            validate(staged);
            checkCertificates(certificates, staged, preparation.selected());
            swap(transaction, staged, preparation);
            if (!confirmWithin.isZero()) {
                return RestoreConfirmation.open(run, transaction, completion, confirmWithin);
            }
            run.enter(Phase.COMMITTING);
            transaction.commit();
        } catch (Throwable e) { // After any failure, the previous state comes back first.
            completion.rollBack(e);
            throw e;
        }
        return completion.finish();
    }

    /** Finishes an earlier restore whose recovery failed; until then no other may begin. */
    void finishEarlier() throws JobFailedException {
        RestoreTransaction.retryDeletions(journalFile, trees);
        try {
            Optional<RestoreTransaction> earlier = RestoreTransaction.findInterrupted(journalFile, trees);
            if (earlier.isPresent()) {
                earlier.get().recover();
                earlier.get().close();
            }
        } catch (IOException e) {
            throw UnfinishedRestoreCheck.unfinished(e);
        }
    }

    private RestoreTransaction begin(List<Path> roots) throws JobFailedException {
        try {
            return RestoreTransaction.begin(journalFile, run.snapshot().id(), roots, trees);
        } catch (IOException e) {
            throw new JobFailedException(RestoreMessage.STAGING_NOT_CREATED.with(FileFailures.explain(e)), e);
        }
    }

    private List<StagedSection> stage(RestoreTransaction transaction, PreparedRestore preparation, ArchiveCipher cipher)
            throws IOException, JobFailedException, JobCancelledException {
        MetadataWriter attributes = new MetadataWriter(new OwnerMapping(new SystemAccounts()), trees.userId() == 0);
        Map<String, StagedSection> staged = new LinkedHashMap<>();
        for (SelectedSection section : preparation.selected()) {
            staged.put(
                    section.id(),
                    new StagedSection(
                            section.section(),
                            transaction.staging(section.root()),
                            transaction.staged(section.root()),
                            attributes));
        }
        List<StagedSection> all = List.copyOf(staged.values());
        try (FileSystemSync disk =
                new FileSystemSync(all.stream().map(StagedSection::directory).toList())) {
            for (SelectedSection section : preparation.selected()) {
                if (preparation.filter().isPartial(section.id())) {
                    new UnselectedFileCopier(run, preparation.filter(), disk, trees)
                            .copy(section, staged.get(section.id()));
                }
            }
            new PackUnpacker(context, preparation, cipher, staged, disk).unpackAll();
            transaction.checkStaged();
            migrate(all, preparation.selected());
            transaction.checkStaged();
            disk.finish();
        } catch (TransportException | ArchiveException e) {
            throw e;
        } catch (IOException e) {
            throw new JobFailedException(RestoreMessage.STAGING_FAILED.with(FileFailures.explain(e)), e);
        }
        attributes.warnings().forEach(run::warn);
        return all;
    }

    /**
     * Migrates the staged trees, before the last sync, which covers what migrations write. Migrations use paths, so the directories are
     * checked before and after.
     */
    private static void migrate(List<StagedSection> staged, List<SelectedSection> selected)
            throws IOException, JobFailedException {
        for (int i = 0; i < staged.size(); i++) {
            StagedSection section = staged.get(i);
            try {
                new MigrationPath(section.section())
                        .migrate(section.path(), selected.get(i).summary().formatVersion());
            } catch (SectionException e) {
                throw new JobFailedException(
                        RestoreMessage.MIGRATION_FAILED.with(selected.get(i).id(), e.getMessage()), e);
            }
        }
    }

    private static void checkCertificates(
            CertificateCheck certificates, List<StagedSection> staged, List<SelectedSection> selected)
            throws IOException, JobFailedException {
        for (int i = 0; i < staged.size(); i++) {
            if (selected.get(i).id().equals(CertificateCheck.SECTION)) {
                certificates.compare(selected.get(i), staged.get(i).path());
            }
        }
    }

    private void validate(List<StagedSection> staged) throws JobFailedException, JobCancelledException {
        for (StagedSection section : staged) {
            try {
                calls.call(run, section.section(), asked -> asked.validate(section.path()), SectionAction.NONE);
            } catch (SectionException e) {
                run.checkNotCancelled();
                throw new JobFailedException(
                        RestoreMessage.STATE_REJECTED.with(
                                section.section().descriptor().id(), e.getMessage()),
                        e);
            }
        }
    }

    private static Map<Path, OmittedPaths> kept(PreparedRestore preparation) {
        OmittedFiles omitted = preparation.omitted();
        Map<Path, OmittedPaths> kept = new LinkedHashMap<>();
        for (SelectedSection section : preparation.selected()) {
            List<String> paths = omitted.of(section.id()).stream()
                    .map(OmittedFiles.OmittedFile::path)
                    .toList();
            kept.put(section.root(), new OmittedPaths(section.id(), paths, omitted.mayDrop()));
        }
        return kept;
    }

    private void swap(RestoreTransaction transaction, List<StagedSection> staged, PreparedRestore preparation)
            throws IOException, JobFailedException, JobCancelledException {
        sectionActivation.deactivate(staged.stream().map(StagedSection::section).toList());
        preparation.guard().check();
        run.enterFinalPhase(Phase.SWAPPING);
        try {
            transaction.swap(kept(preparation));
        } catch (IOException e) {
            throw new JobFailedException(RestoreMessage.SWAP_FAILED.with(FileFailures.explain(e)), e);
        }
        run.enter(Phase.ACTIVATING);
        sectionActivation.activate();
    }
}
