package org.flowgateway.backup.core.catalogue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.archive.BackupDirectoryName;
import org.flowgateway.backup.core.job.Claim;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRecord;
import org.flowgateway.backup.core.job.JobStore;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes orphans of backups that were interrupted or could not clean up. A job that was interrupted after its commit marker was stored
 * is COMPLETED; all other objects are removed. Only directories that a job of this gateway claimed are touched, and only if the first
 * pack there has that job's hash: on a target that lets two writers create one name, another gateway's backup may be there instead. The
 * record of an interrupted job keeps its phase, which distinguishes it from one that ended.
 */
public final class OrphanCleanup {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanCleanup.class);

    /** Parts of the messages of an interrupted backup, as records of an earlier version have them. */
    private static final String PENDING = "what it left on the target is removed by the next job there";

    private static final String REMOVED = "what it left on the target is removed";
    private static final String NOTHING = "it left nothing on the target";

    private final JobStore store;

    public OrphanCleanup(JobStore store) {
        this.store = store;
    }

    /**
     * Removes all orphans on one target. The target is not accessed if no job left any there.
     *
     * @param notice receives what a person should know
     * @throws IOException if the target or the records fail; the next job there tries again
     */
    public void cleanUp(TransportLease target, Consumer<Message> notice) throws IOException {
        List<JobRecord> interruptedRecords = store.all().stream()
                .filter(record -> record.claim().isPresent()
                        && target.isSameTarget(record.target())
                        && record.job().state() != JobState.EXECUTING)
                .toList();
        if (interruptedRecords.isEmpty()) {
            return;
        }
        try (TransportSession session = target.open()) {
            BackupCatalogue catalogue = new BackupCatalogue(session, target.target());
            for (JobRecord record : interruptedRecords) {
                cleanUp(record, record.claim().orElseThrow(), catalogue, notice);
            }
        }
    }

    private void cleanUp(JobRecord record, Claim claim, BackupCatalogue catalogue, Consumer<Message> notice)
            throws IOException {
        BackupLocation backup = BackupLocation.below(
                BackupDirectoryName.parse(claim.directory()).orElseThrow());
        boolean interrupted = record.job().phase() != Phase.ENDED;
        JobRecord updated = record.with(Optional.empty());
        if (interrupted && isComplete(backup, claim, catalogue)) {
            updated = updated.ended(
                    JobState.COMPLETED,
                    Optional.empty(),
                    StoredBackupMessage.BACKUP_COMPLETE.with().text(),
                    record.job().ended().orElse(record.job().started()));
        } else {
            boolean removed = remove(backup, claim, catalogue, notice);
            LOG.info("Of job {}, {} {}", record.job().id(), claim.directory(), removed ? "is removed" : "has nothing");
            updated = withOutcome(updated, claim, removed);
        }
        store.save(updated);
    }

    /**
     * Removes a job's objects from the directory that it claimed.
     *
     * @param notice receives what else is there
     * @return whether there were any
     */
    public static boolean remove(
            BackupLocation backup, Claim claim, BackupCatalogue catalogue, Consumer<Message> notice)
            throws TransportException {
        BackupCatalogue.Owner owner = catalogue.findOwner(backup, claim);
        // Without a first pack nothing proves anything; but then it was this job's, and can be nobody's backup.
        boolean own =
                owner == BackupCatalogue.Owner.CLAIMANT || owner == BackupCatalogue.Owner.NOBODY && claim.confirmed();
        if (own) {
            catalogue.remove(backup);
        }
        catalogue.removeMarker(backup, claim);
        String remaining = own || claim.confirmed() ? catalogue.describeRemaining(backup) : "";
        if (!remaining.isEmpty()) {
            notice.accept(StoredBackupMessage.OTHER_OBJECTS_KEPT.with(claim.directory(), remaining));
        }
        return own;
    }

    /** Returns the message of an interrupted backup, before the target could be inspected. */
    public static Message interrupted(Optional<Claim> claim) {
        return claim.isPresent()
                ? StoredBackupMessage.BACKUP_INTERRUPTED.with()
                : StoredBackupMessage.BACKUP_INTERRUPTED_NOTHING_LEFT.with();
    }

    /** Returns the message of a backup that could not remove its objects itself. */
    public static Message unfinished(Claim claim) {
        return StoredBackupMessage.UNFINISHED_LEFT.with(claim.directory());
    }

    /** Corrects the job's messages after the cleanup. */
    private static JobRecord withOutcome(JobRecord record, Claim claim, boolean removed) {
        Job job = record.job();
        StoredBackupMessage outcome =
                removed ? StoredBackupMessage.UNFINISHED_REMOVED : StoredBackupMessage.UNFINISHED_GONE;
        String corrected = outcome.with(claim.directory()).text();
        StoredBackupMessage interrupted = removed
                ? StoredBackupMessage.BACKUP_INTERRUPTED_REMOVED
                : StoredBackupMessage.BACKUP_INTERRUPTED_NOTHING_LEFT;
        UnaryOperator<String> correction = text -> text.replace(
                        StoredBackupMessage.BACKUP_INTERRUPTED.with().text(),
                        interrupted.with().text())
                .replace(PENDING, removed ? REMOVED : NOTHING)
                .replace(unfinished(claim).text(), corrected);
        Optional<Message> error = job.error()
                .map(why -> why.equals(StoredBackupMessage.BACKUP_INTERRUPTED.with()) ? interrupted.with() : why);
        return record.with(job.withMessages(
                error,
                correction.apply(job.message()),
                job.warnings().stream().map(correction).toList(),
                job.notes().stream().map(correction).toList()));
    }

    private static boolean isComplete(BackupLocation backup, Claim claim, BackupCatalogue catalogue)
            throws TransportException {
        try {
            Optional<CommittedBackup> committed = catalogue.committed(backup);
            return committed.isPresent()
                    && committed.get().manifest().objects().stream()
                            .anyMatch(object -> object.sha256().equals(claim.firstSha256()))
                    && catalogue
                            .findDifference(
                                    backup, committed.get().manifest().objects(), notice -> LOG.info("{}", notice))
                            .isEmpty();
        } catch (JobFailedException e) {
            LOG.warn("{} is not complete, since its manifest cannot be read", claim.directory(), e);
            return false;
        }
    }
}
