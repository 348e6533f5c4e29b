package org.flowgateway.backup.core.catalogue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.archive.DirectoryName;
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
 * Settles what backups left on a target when they were cut off or could not clean up: a job that was cut off after its commit marker
 * was in place is COMPLETED, everything else is removed. Only directories that a job of this gateway claimed are touched. A record of a
 * job that was cut off keeps the phase it was in, which tells it from one that ended.
 */
public final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final JobStore store;

    public Leftovers(JobStore store) {
        this.store = store;
    }

    /**
     * Settles all that lies on one target; it is not asked anything if no job left anything there.
     *
     * @throws IOException if the target or the records fail; what is not settled is tried again with the next job there
     */
    public void settle(TransportLease target) throws IOException {
        List<JobRecord> unsettled = store.all().stream().filter(record -> record.claim().isPresent()
                && record.place().equals(target.place()) && record.job().state() != JobState.EXECUTING).toList();
        if (unsettled.isEmpty()) {
            return;
        }
        try (TransportSession session = target.open()) {
            Catalogue catalogue = new Catalogue(session, target.place());
            for (JobRecord record : unsettled) {
                settle(record, record.claim().orElseThrow(), catalogue);
            }
        }
    }

    private void settle(JobRecord record, Claim claim, Catalogue catalogue) throws IOException {
        BackupPlace backup = BackupPlace.below(DirectoryName.parse(claim.directory()).orElseThrow());
        boolean cutOff = record.job().phase() != Phase.ENDED;
        JobRecord settled = record.with(Optional.empty());
        if (cutOff && isComplete(backup, claim, catalogue)) {
            settled = settled.ended(JobState.COMPLETED, "The gateway stopped just after the backup was complete",
                    record.job().ended().orElse(record.job().started()));
        } else if (remove(backup, claim, catalogue)) {
            LOG.info("Removed what job {} left of {}", record.job().id(), claim.directory());
        }
        store.save(settled);
    }

    /**
     * Removes a claimed directory, if what lies there is this job's.
     *
     * @return whether anything was
     */
    public static boolean remove(BackupPlace backup, Claim claim, Catalogue catalogue) throws TransportException {
        if (claim.confirmed() || catalogue.isOurs(backup, claim)) {
            catalogue.remove(backup);
            return true;
        }
        // Cut off before its first pack had a name: what is left is temporary, and goes with a name that nobody uses.
        catalogue.removeTemporary(backup);
        return false;
    }

    private static boolean isComplete(BackupPlace backup, Claim claim, Catalogue catalogue) throws TransportException {
        try {
            Optional<CommittedBackup> committed = catalogue.committed(backup);
            return committed.isPresent()
                    && committed.get().manifest().objects().stream().anyMatch(object -> object.sha256().equals(claim.firstSha256()))
                    && catalogue.difference(backup, committed.get().manifest().objects(), LOG::info).isEmpty();
        } catch (JobFailedException e) {
            LOG.warn("{} has a manifest that cannot be read, so it is not complete", claim.directory(), e);
            return false;
        }
    }
}
