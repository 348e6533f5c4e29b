package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.core.catalogue.OrphanCleanup;
import org.flowgateway.backup.core.file.DurableFiles;
import org.flowgateway.backup.core.job.JobRecord;
import org.flowgateway.backup.core.job.JobStore;
import org.flowgateway.backup.core.restore.ConfirmationNotice;
import org.flowgateway.backup.core.restore.RestoreTransaction;
import org.flowgateway.backup.core.transport.InstalledTargetResolver;
import org.flowgateway.backup.core.transport.InstalledTransport;
import org.flowgateway.backup.core.transport.InstalledTransports;
import org.flowgateway.backup.core.transport.RetryPolicy;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tree.FileTrees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovers interrupted jobs before the first new job. Afterwards no restore is half done, and no job is EXECUTING except one whose
 * restored state awaits confirmation.
 */
final class StartupRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(StartupRecovery.class);

    /**
     * Short timeouts, since the start must not wait for a directory that does not answer. Objects that cannot be removed now are removed
     * by the next job there.
     */
    private static final RetryPolicy CLEANUP_RETRY =
            RetryPolicy.within(Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(10));

    private final JobStore store;
    private final Path journalFile;
    private final InstalledTransports transports;
    private final Clock clock;
    private final FileTrees trees;
    private final Consumer<Job> ended;

    /** @param ended takes each job that the stop of the gateway ended */
    StartupRecovery(JobEnvironment environment, InstanceState state, Consumer<Job> ended) {
        this.store = state.jobs();
        this.journalFile = state.directory().restoreJournal();
        this.transports = environment.transports();
        this.clock = environment.clock();
        this.trees = environment.trees();
        this.ended = ended;
    }

    /**
     * Restore whose confirmation window continues.
     *
     * @param record the job's
     * @param transaction whose state awaits confirmation
     * @param left time that remains of the confirmation window
     */
    record UnconfirmedRestore(JobRecord record, RestoreTransaction transaction, Duration left) {}

    /**
     * Recovers all interrupted jobs.
     *
     * @return the restore whose confirmation window continues, if there is one
     * @throws IOException if a restore can be neither rolled back nor completed, or records cannot be written: then no job may start
     */
    Optional<UnconfirmedRestore> run() throws IOException {
        Optional<RestoreTransaction> restore = RestoreTransaction.findInterrupted(journalFile, trees);
        Optional<UnconfirmedRestore> unconfirmed = restore.isPresent() ? unconfirmed(restore.get()) : Optional.empty();
        Optional<RestoreTransaction> interrupted = unconfirmed.isPresent() ? Optional.empty() : restore;
        if (interrupted.isPresent()) {
            interrupted.get().recover();
            LOG.warn(
                    "A restore was interrupted by a stop of the gateway: {}",
                    interrupted.get().isCommitted()
                            ? "it was complete, and the previous state is deleted"
                            : "it was rolled back");
        }
        recoverRecords(interrupted, unconfirmed.map(UnconfirmedRestore::record));
        if (interrupted.isPresent()) {
            interrupted.get().close();
        }
        RestoreTransaction.retryDeletions(journalFile, trees);
        DurableFiles.deleteUnfinished(journalFile);
        return unconfirmed;
    }

    /** Finds the job record of an unconfirmed restore. Without a record nobody could confirm it. */
    private Optional<UnconfirmedRestore> unconfirmed(RestoreTransaction restore) throws IOException {
        Optional<Duration> left =
                restore.remainingConfirmationTime(clock.instant()).filter(rest -> !rest.isZero());
        Optional<JobRecord> record = store.newest(
                one -> one.job().id().equals(restore.jobId()) && one.job().state() == JobState.EXECUTING);
        return left.isPresent() && record.isPresent()
                ? Optional.of(new UnconfirmedRestore(record.get(), restore, left.get()))
                : Optional.empty();
    }

    private void recoverRecords(Optional<RestoreTransaction> restore, Optional<JobRecord> unconfirmed)
            throws IOException {
        Set<TransportTarget> unfinished = new LinkedHashSet<>();
        for (JobRecord record : store.all()) {
            boolean interrupted =
                    record.job().state() == JobState.EXECUTING && !unconfirmed.equals(Optional.of(record));
            if (interrupted) {
                JobRecord recovered = recoverRecord(record, restore);
                store.save(recovered);
                ended.accept(recovered.job());
            }
            if (record.claim().isPresent() || interrupted && record.job().operation() == Operation.BACKUP) {
                unfinished.add(record.target());
            }
        }
        // Only the gateway's own directory can be reached without anybody's password; other targets are swept with the
        // next job there.
        unfinished.stream()
                .filter(target -> target.scheme().equals(InstalledTargetResolver.LOCAL))
                .forEach(this::cleanUpLocal);
    }

    private JobRecord recoverRecord(JobRecord record, Optional<RestoreTransaction> restore) {
        Job job = record.job();
        if (job.operation() == Operation.BACKUP) {
            JobRecord ended = failed(record, OrphanCleanup.interrupted(record.claim()));
            // The phase it was in is kept: it marks an interrupted job, which may turn out to be complete.
            return record.claim().isEmpty() ? ended : ended.withPhase(job.phase());
        }
        if (job.operation() == Operation.PLAN) {
            return failed(record, JobServiceMessage.PLAN_INTERRUPTED.with());
        }
        Optional<RestoreTransaction> ownRestore =
                restore.filter(transaction -> transaction.jobId().equals(job.id()));
        if (ownRestore.isPresent() && ownRestore.get().isCommitted()) {
            return record.ended(
                    JobState.COMPLETED,
                    Optional.empty(),
                    withoutNotice(job, JobServiceMessage.RESTORE_COMPLETE.with().text()),
                    clock.instant());
        }
        Message why = ownRestore
                .flatMap(RestoreTransaction::deadline)
                .filter(deadline -> !clock.instant().isBefore(deadline))
                .map(ConfirmationNotice::expired)
                .orElse(JobServiceMessage.RESTORE_INTERRUPTED.with());
        return failed(record, why);
    }

    private JobRecord failed(JobRecord record, Message error) {
        return record.ended(
                JobState.ERROR, Optional.of(error), withoutNotice(record.job(), error.text()), clock.instant());
    }

    /** Replaces the confirmation notice in a job's message. */
    private static String withoutNotice(Job job, String first) {
        String more = job.message()
                .lines()
                .filter(line -> !ConfirmationNotice.isNotice(line))
                .collect(Collectors.joining("\n"));
        return more.isEmpty() ? first : first + "\n" + more;
    }

    /** Removes orphans from the local target. The probe removes those of an interrupted probe. */
    private void cleanUpLocal(TransportTarget target) {
        Optional<InstalledTransport> local = transports.find(InstalledTargetResolver.LOCAL);
        if (local.isEmpty()) {
            return;
        }
        try (TransportLease lease = new TransportLease(
                        transports, local.get(), target, Optional.empty(), CLEANUP_RETRY, LOG::info);
                TransportSession session = lease.open()) {
            new OrphanCleanup(store).cleanUp(lease, notice -> LOG.warn("{}", notice));
            session.probe();
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "Orphans of an earlier backup in {} cannot be removed now; the next job there removes them",
                    target.path(),
                    e);
        }
    }
}
