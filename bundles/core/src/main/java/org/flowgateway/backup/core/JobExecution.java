package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.archive.BackupDirectoryName;
import org.flowgateway.backup.core.catalogue.BackupCatalogue;
import org.flowgateway.backup.core.catalogue.BackupLocation;
import org.flowgateway.backup.core.catalogue.OrphanCleanup;
import org.flowgateway.backup.core.file.IoMessages;
import org.flowgateway.backup.core.instance.TreeHeldException;
import org.flowgateway.backup.core.instance.TreeLocks;
import org.flowgateway.backup.core.job.Claim;
import org.flowgateway.backup.core.job.CountedNoun;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.restore.EarlierRestore;
import org.flowgateway.backup.core.transport.InstalledTransports;
import org.flowgateway.backup.core.transport.RetryPolicy;
import org.flowgateway.backup.core.transport.TargetResolver.ResolvedTarget;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.core.work.JobWork;
import org.flowgateway.backup.spi.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a job from its first phase to its final record. The only class that turns failures into a state and a message. */
final class JobExecution {

    private static final Logger LOG = LoggerFactory.getLogger(JobExecution.class);

    private final JobRun run;
    private final InstalledTransports transports;
    private final ResolvedTarget target;
    private final Optional<Secret> password;
    private final OrphanCleanup orphans;
    private final RetryPolicy retryPolicy;
    private final JobDirectories trees;

    JobExecution(
            JobRun run,
            InstalledTransports transports,
            ResolvedTarget target,
            Optional<Secret> password,
            OrphanCleanup orphans,
            RetryPolicy retryPolicy,
            JobDirectories trees) {
        this.run = run;
        this.transports = transports;
        this.target = target;
        this.password = password;
        this.orphans = orphans;
        this.retryPolicy = retryPolicy;
        this.trees = trees;
    }

    /**
     * Directories and files that a job uses beside its target.
     *
     * @param locks keeps other installations' jobs away from the directories
     * @param directories roots of the sections, and the directory of local backups
     * @param journalFile of restores
     */
    record JobDirectories(TreeLocks locks, List<Path> directories, Path journalFile) {}

    /**
     * Runs the job to its end, or until the gateway stops while it awaits confirmation. Never throws, and the job always leaves
     * EXECUTING.
     *
     * @param release wipes the job's secrets
     */
    void execute(WorkFactory factory, Runnable release) {
        try {
            TreeLocks.Hold hold = trees.locks().hold(trees.directories());
            try {
                runAndRecord(factory, release);
            } finally {
                hold.close();
            }
        } catch (TreeHeldException e) {
            run.end(JobState.ERROR, e.getMessage(), () -> {});
        } catch (Throwable e) { // Whatever it is, the job ends and says so.
            Outcome outcome = failure(run, e, false);
            if (run.snapshot().state() == JobState.EXECUTING) {
                run.end(outcome.state(), outcome.message(), () -> {});
            }
        }
    }

    private void runAndRecord(WorkFactory factory, Runnable release) {
        WorkResult done = runOnTarget(factory);
        if (done.outcome().state() != JobState.COMPLETED) {
            cleanUp();
        }
        release.run();
        if (done.outcome().state() == JobState.COMPLETED) {
            finish(run, done.work());
        } else {
            run.end(done.outcome().state(), done.outcome().message(), () -> {});
        }
    }

    private WorkResult runOnTarget(WorkFactory factory) {
        TransportLease lease = lease();
        JobWork work = null;
        Outcome outcome;
        try {
            run.onCancel(lease::close);
            transports
                    .describeAlternatives(target.completed().scheme(), target.transport())
                    .ifPresent(run::note);
            if (run.snapshot().operation() != Operation.RESTORE) { // A restore recovers an earlier one itself.
                EarlierRestore.checkFinished(trees.journalFile());
            }
            if (run.snapshot().operation() != Operation.PLAN) { // A plan changes nothing, on the target either.
                cleanUpOrphans(lease);
            }
            work = factory.create(run, lease);
            work.run();
            if (lease.retries() > 0) {
                run.note("The connection to the target was lost and restored ("
                        + CountedNoun.of(lease.retries(), "retry") + ")");
            }
            run.passPointOfNoReturn();
            outcome = new Outcome(JobState.COMPLETED, "");
        } catch (Throwable e) { // As above.
            outcome = failure(run, e, lease.isUninstalled());
        }
        close(lease);
        return new WorkResult(outcome, work);
    }

    /** Closes the lease. A failure while closing does not change the job's outcome. */
    private void close(TransportLease lease) {
        try {
            lease.close();
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "The sessions of job {} could not be closed", run.snapshot().id(), e);
        }
    }

    /** Completes a job after its target was released: awaits the confirmation and records the end. Never throws. */
    static void finish(JobRun run, JobWork work) {
        Outcome outcome;
        try {
            if (!work.awaitConfirmation()) {
                return;
            }
            outcome = new Outcome(JobState.COMPLETED, "");
        } catch (Throwable e) { // As above.
            outcome = failure(run, e, false);
        }
        run.end(
                outcome.state(),
                outcome.message(),
                outcome.state() == JobState.COMPLETED ? () -> onEndRecorded(run, work) : () -> {});
    }

    /** Removes orphans of earlier backups. A target that denies deletion prevents neither a backup nor a restore. */
    private void cleanUpOrphans(TransportLease lease) throws IOException, JobCancelledException {
        try {
            orphans.cleanUp(lease, run::note);
        } catch (TransportException e) {
            run.checkNotCancelled();
            if (e.kind().isTransient()) {
                throw e;
            }
            LOG.warn(
                    "What an earlier backup left on the target of job {} cannot be removed",
                    run.snapshot().id(),
                    e);
            run.note("What an earlier backup left on the target cannot be removed, the next job there tries again: "
                    + e.getMessage());
        }
    }

    private TransportLease lease() {
        return new TransportLease(transports, target.transport(), target.completed(), password, retryPolicy, run::note);
    }

    private static Outcome failure(JobRun run, Throwable failure, boolean uninstalled) {
        LOG.debug("Why job {} failed", run.snapshot().id(), failure); // The end of the job is logged above that level.
        if (failure instanceof JobCancelledException || run.isCancelled()) {
            String more = failure instanceof JobFailedException ? ". " + failure.getMessage() : "";
            return new Outcome(JobState.CANCELLED, "Cancelled: " + run.cancelReason() + more);
        }
        if (uninstalled) {
            return error("The transport for this target was taken away while it was in use. Install it again and start"
                    + " anew");
        }
        if (failure instanceof JobFailedException || failure instanceof TransportException) {
            return error(failure.getMessage());
        }
        if (failure instanceof IOException io) {
            String file = io instanceof FileSystemException named && named.getFile() != null
                    ? named.getFile()
                    : "A file of the gateway";
            String why = IoMessages.explain(io);
            if (io.getMessage() == null || why.contains("the log has the details")) {
                LOG.error("What ended job {}", run.snapshot().id(), failure);
            }
            return error(file + " cannot be read or written: " + why);
        }
        if (failure instanceof OutOfMemoryError) {
            return error("The gateway ran out of memory. Give it a larger heap, or smaller packs or fewer workers");
        }
        LOG.error("An internal error ended job {}", run.snapshot().id(), failure);
        return error("An internal error ended the job; the log has the details");
    }

    private static Outcome error(String message) {
        return new Outcome(JobState.ERROR, message);
    }

    /**
     * Removes the job's own objects from the target. Objects that cannot be removed now stay claimed and are removed by the next job
     * there.
     */
    private void cleanUp() {
        Optional<Claim> claim = run.record().claim();
        if (claim.isEmpty()) {
            return;
        }
        try (TransportLease lease = lease()) {
            BackupLocation location = BackupLocation.below(
                    BackupDirectoryName.parse(claim.get().directory()).orElseThrow());
            OrphanCleanup.remove(
                    location, claim.get(), new BackupCatalogue(lease.open(), target.completed()), run::note);
            run.saveClaim(Optional.empty());
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn(
                    "What job {} left on the target cannot be removed now",
                    run.snapshot().id(),
                    e);
            run.note(OrphanCleanup.unfinished(claim.get()));
        }
    }

    private static void onEndRecorded(JobRun run, JobWork work) {
        try {
            work.onEndRecorded();
        } catch (IOException e) {
            LOG.error(
                    "What job {} leaves to be done after its end is done at the next start",
                    run.snapshot().id(),
                    e);
        }
    }

    /** Makes the work for a job. */
    @FunctionalInterface
    interface WorkFactory {
        JobWork create(JobRun run, TransportLease lease);
    }

    private record Outcome(JobState state, String message) {}

    private record WorkResult(Outcome outcome, JobWork work) {}
}
