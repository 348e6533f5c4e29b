package org.flowgateway.backup.core;

import java.io.IOException;
import java.util.Optional;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.archive.BackupDirectoryName;
import org.flowgateway.backup.core.catalogue.BackupCatalogue;
import org.flowgateway.backup.core.catalogue.BackupLocation;
import org.flowgateway.backup.core.catalogue.OrphanCleanup;
import org.flowgateway.backup.core.instance.TreeHeldException;
import org.flowgateway.backup.core.instance.TreeLocks;
import org.flowgateway.backup.core.job.Claim;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.operation.JobContext;
import org.flowgateway.backup.core.operation.JobOperation;
import org.flowgateway.backup.core.operation.JobOutcome;
import org.flowgateway.backup.core.restore.UnfinishedRestoreCheck;
import org.flowgateway.backup.core.transport.JobTarget;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.spi.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Execution of one job, from its first phase to its final record. */
final class JobExecution {

    private static final Logger LOG = LoggerFactory.getLogger(JobExecution.class);

    private final JobEnvironment environment;
    private final InstanceState state;
    private final AdmittedJob admitted;
    private final JobRun run;
    private final JobSecrets secrets;

    JobExecution(
            JobEnvironment environment, InstanceState state, AdmittedJob admitted, JobRun run, JobSecrets secrets) {
        this.environment = environment;
        this.state = state;
        this.admitted = admitted;
        this.run = run;
        this.secrets = secrets;
    }

    /**
     * Executes an operation to the end of the job, or until the gateway stops while the job awaits confirmation. Never throws, and the job
     * always leaves EXECUTING. The secrets are wiped as soon as the target is released.
     */
    void execute(JobOperation operation) {
        try {
            TreeLocks.Hold hold = environment.locks().hold(admitted.directories());
            try {
                executeHolding(operation);
            } finally {
                hold.close();
            }
        } catch (TreeHeldException e) {
            run.fail(JobState.ERROR, e.description());
        } catch (Throwable e) { // Whatever it is, the job ends and says so.
            JobOutcome.Failed failed = JobFailure.outcome(run, e, false);
            if (run.snapshot().state() == JobState.EXECUTING) {
                run.fail(failed.state(), failed.error());
            }
        } finally {
            secrets.wipe();
        }
    }

    private void executeHolding(JobOperation operation) {
        JobOutcome outcome = runOnTarget(operation);
        if (outcome instanceof JobOutcome.Failed) {
            cleanUp();
        }
        secrets.wipe();
        JobEnd.conclude(run, outcome);
    }

    private JobOutcome runOnTarget(JobOperation operation) {
        TransportLease lease = lease();
        JobOutcome outcome;
        try {
            outcome = run(operation, lease);
        } catch (Throwable e) { // As above.
            outcome = JobFailure.outcome(run, e, lease.isUninstalled());
        }
        close(lease);
        return outcome;
    }

    private JobOutcome run(JobOperation operation, TransportLease lease)
            throws IOException, JobFailedException, JobCancelledException {
        JobTarget target = admitted.target();
        run.onCancel(lease::close);
        environment
                .transports()
                .describeAlternatives(target.completed().scheme(), target.transport())
                .ifPresent(run::note);
        if (operation.kind() != Operation.RESTORE) { // A restore recovers an earlier one itself.
            UnfinishedRestoreCheck.checkFinished(state.directory().restoreJournal());
        }
        if (operation.kind() != Operation.PLAN) { // A plan changes nothing, on the target either.
            cleanUpOrphans(lease);
        }
        JobOutcome outcome = operation.run(new JobContext(
                run,
                lease,
                admitted.sections(),
                admitted.settings(),
                state.directory(),
                environment.trees(),
                environment.product()));
        if (lease.retries() > 0) {
            run.note(JobServiceMessage.CONNECTION_RESTORED.with(lease.retries()));
        }
        run.passPointOfNoReturn();
        return outcome;
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

    /** Removes orphans of earlier backups. A target that denies deletion prevents neither a backup nor a restore. */
    private void cleanUpOrphans(TransportLease lease) throws IOException, JobCancelledException {
        try {
            new OrphanCleanup(state.jobs()).cleanUp(lease, run::note);
        } catch (TransportException e) {
            run.checkNotCancelled();
            if (e.kind().isTransient()) {
                throw e;
            }
            LOG.warn(
                    "Orphans of an earlier backup on the target of job {} cannot be removed",
                    run.snapshot().id(),
                    e);
            run.note(JobServiceMessage.ORPHANS_NOT_REMOVED.with(e.getMessage()));
        }
    }

    private TransportLease lease() {
        JobTarget target = admitted.target();
        return new TransportLease(
                environment.transports(),
                target.transport(),
                target.completed(),
                secrets.password(),
                admitted.settings().retry(),
                run::note);
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
                    location,
                    claim.get(),
                    new BackupCatalogue(lease.open(), admitted.target().completed()),
                    run::note);
            run.saveClaim(Optional.empty());
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn(
                    "Orphans of job {} on the target cannot be removed now",
                    run.snapshot().id(),
                    e);
            run.note(OrphanCleanup.unfinished(claim.get()));
        }
    }
}
