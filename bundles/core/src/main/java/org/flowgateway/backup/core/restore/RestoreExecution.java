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
import org.flowgateway.backup.archive.Index;
import org.flowgateway.backup.core.IoMessages;
import org.flowgateway.backup.core.catalogue.CommittedBackup;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.section.SectionCalls;
import org.flowgateway.backup.core.section.SectionCalls.Question;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;
import org.flowgateway.backup.spi.transport.TransportException;

/** What a restore does once it is decided: it stages, asks the sections, exchanges, and takes everything back if anything fails. */
final class RestoreExecution {

    private final JobRun run;
    private final TransportLease lease;
    private final int workers;
    private final Path journalFile;
    private final Duration confirmWithin;
    private final SectionCalls calls;
    private final SectionSwitch sectionSwitch;
    private RestoreEnd end;

    /**
     * @param journalFile where the transaction's journal goes
     * @param confirmWithin how long the restored state is on probation; zero if it is final at once
     * @param calls how sections are called
     * @param sectionSwitch takes them out of use and back
     */
    RestoreExecution(JobRun run, TransportLease lease, int workers, Path journalFile, Duration confirmWithin, SectionCalls calls,
            SectionSwitch sectionSwitch) {
        this.run = run;
        this.lease = lease;
        this.workers = workers;
        this.journalFile = journalFile;
        this.confirmWithin = confirmWithin;
        this.calls = calls;
        this.sectionSwitch = sectionSwitch;
    }

    /** Brings the chosen sections to the state of a backup, all of them or none. */
    void carryOut(List<Selection.Chosen> chosen, List<Path> roots, CommittedBackup backup, Index index, ArchiveCipher cipher)
            throws IOException, JobFailedException, JobCancelledException {
        run.enter(Phase.STAGING);
        RestoreTransaction transaction = begin(roots);
        end = new RestoreEnd(run, transaction, sectionSwitch);
        try {
            List<StagedSection> staged = stage(transaction, chosen, roots, backup, index, cipher);
            validate(staged);
            exchange(transaction, staged);
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
        end.recorded();
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
        return List.copyOf(staged.values());
    }

    private void validate(List<StagedSection> staged) throws JobFailedException, JobCancelledException {
        for (StagedSection section : staged) {
            try {
                calls.ask(run, section.section(), asked -> asked.validate(section.directory()), Question.NONE);
            } catch (SectionException e) {
                run.checkNotCancelled();
                throw new JobFailedException("The restored " + section.section().descriptor().id() + " is refused: " + e.getMessage()
                        + ". Nothing was changed", e);
            }
        }
    }

    private void exchange(RestoreTransaction transaction, List<StagedSection> staged)
            throws IOException, JobFailedException, JobCancelledException {
        sectionSwitch.off(staged.stream().map(StagedSection::section).toList());
        run.enterWithoutReturn(Phase.SWAPPING);
        try {
            transaction.swap();
        } catch (IOException e) {
            throw new JobFailedException("The restored state cannot be put in its place: " + IoMessages.explain(e)
                    + ". The gateway is as it was", e);
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
