package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.archive.ArchiveCipher;
import org.flowgateway.backup.core.backup.BackupWork;
import org.flowgateway.backup.core.backup.KnownSections;
import org.flowgateway.backup.core.backup.PackBufferPool;
import org.flowgateway.backup.core.catalogue.ProductInfo;
import org.flowgateway.backup.core.plan.PlanStore;
import org.flowgateway.backup.core.plan.PlanWork;
import org.flowgateway.backup.core.prepare.RestorePreparer;
import org.flowgateway.backup.core.prepare.StoredPlan;
import org.flowgateway.backup.core.restore.RestoreExecution;
import org.flowgateway.backup.core.restore.RestoreWork;
import org.flowgateway.backup.core.restore.SectionSwitch;
import org.flowgateway.backup.core.section.PendingSectionCalls;
import org.flowgateway.backup.core.section.SectionCalls;
import org.flowgateway.backup.core.settings.CoreSettings;
import org.flowgateway.backup.core.transport.TargetResolver.ResolvedTarget;
import org.flowgateway.backup.core.work.JobCapacity;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.tree.FileTrees;

/** Factory for the work of jobs, with the settings in force when a job starts. Thread-safe. */
final class JobWorkFactory {

    private final ProductInfo product;
    private final Path stateDirectory;
    private final Path journalFile;
    private final PlanStore plans;
    private final SectionCalls calls;
    private final PendingSectionCalls owed;
    private final FileTrees trees;
    private final Function<char[], ArchiveCipher> sealingCipher;
    private PackBufferPool bufferPool;

    JobWorkFactory(
            ProductInfo product,
            Path stateDirectory,
            Path journalFile,
            PlanStore plans,
            SectionCalls calls,
            PendingSectionCalls owed,
            FileTrees trees,
            Function<char[], ArchiveCipher> sealingCipher,
            JobCapacity capacity) {
        this.product = product;
        this.stateDirectory = stateDirectory;
        this.journalFile = journalFile;
        this.plans = plans;
        this.calls = calls;
        this.owed = owed;
        this.trees = trees;
        this.sealingCipher = sealingCipher;
        this.bufferPool = new PackBufferPool(capacity);
    }

    /** Template of a job's work, completed with the sections that are registered when the job starts. */
    @FunctionalInterface
    interface WorkTemplate {
        JobExecution.WorkFactory on(List<Section> sections, ResolvedTarget target, CoreSettings settings)
                throws IOException;
    }

    WorkTemplate backup(BackupRequest request) {
        return (sections, target, settings) -> {
            PackBufferPool packs = bufferPool(settings.capacity());
            return (run, lease) -> new BackupWork(
                    run,
                    lease,
                    request.securityPassword(),
                    sections,
                    product,
                    packs,
                    calls.withDeadline(settings.sectionTimeout()),
                    owed,
                    trees,
                    new KnownSections(stateDirectory.resolve("sections.seen")),
                    sealingCipher);
        };
    }

    /** Returns the buffer pool for a capacity. The pool of another capacity is left to the garbage collector. */
    private synchronized PackBufferPool bufferPool(JobCapacity capacity) {
        if (!bufferPool.hasCapacity(capacity)) {
            bufferPool = new PackBufferPool(capacity);
        }
        return bufferPool;
    }

    WorkTemplate restore(RestoreRequest request) {
        return (sections, target, settings) -> {
            Optional<StoredPlan> plan = findPlan(request, target);
            SectionCalls timedCalls = calls.withDeadline(settings.sectionTimeout());
            return (run, lease) -> new RestoreWork(
                    run,
                    request.securityPassword(),
                    new RestorePreparer(run, lease, product, sections, request.selection(), plan, trees),
                    PlanWork.listenerCertificate(stateDirectory),
                    new RestoreExecution(
                            run,
                            lease,
                            settings.capacity().transfers(),
                            journalFile,
                            settings.confirmationWindow(),
                            timedCalls,
                            new SectionSwitch(timedCalls, owed, run),
                            trees));
        };
    }

    WorkTemplate plan(RestoreRequest request) {
        return (sections, target, settings) -> (run, lease) -> new PlanWork(
                run,
                lease,
                request.securityPassword(),
                request.selection(),
                sections,
                product,
                stateDirectory,
                plans,
                trees);
    }

    /** Finds the plan that a request names, and checks that it can be executed with this request. */
    private Optional<StoredPlan> findPlan(RestoreRequest request, ResolvedTarget target) throws IOException {
        if (request.plan().isEmpty()) {
            return Optional.empty();
        }
        StoredPlan stored = plans.find(request.plan().get())
                .orElseThrow(() -> new InvalidRequestException(
                        "plan", "There is no such plan, or it was dropped for newer ones: make a new one"));
        RestorePlan plan = stored.plan();
        if (!plan.executable()) {
            throw new InvalidRequestException(
                    "plan", plan.id() + " cannot be run: a check failed. Do what the plan says, then make a new one");
        }
        if (!plan.target().equals(target.displayed())) {
            throw new InvalidRequestException(
                    "plan", plan.id() + " restores from another target: name that, or make a new plan");
        }
        if (!plan.selection().equals(request.selection())) {
            throw new InvalidRequestException(
                    "plan", plan.id() + " restores another selection: leave the plan's as it is, or make a new plan");
        }
        return Optional.of(stored);
    }
}
