package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobInProgressException;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.NothingToConfirmException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.api.StateDirectoryException;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.core.catalogue.OrphanCleanup;
import org.flowgateway.backup.core.file.RealPath;
import org.flowgateway.backup.core.instance.StateDirectoryHeldException;
import org.flowgateway.backup.core.instance.StateLock;
import org.flowgateway.backup.core.instance.TreeHeldException;
import org.flowgateway.backup.core.instance.TreeLocks;
import org.flowgateway.backup.core.job.JobAnnouncer;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobRecord;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.job.JobStore;
import org.flowgateway.backup.core.plan.PlanStore;
import org.flowgateway.backup.core.prepare.StoredPlan;
import org.flowgateway.backup.core.restore.ConfirmationNotice;
import org.flowgateway.backup.core.restore.RestoreCompletion;
import org.flowgateway.backup.core.restore.SectionSwitch;
import org.flowgateway.backup.core.section.PendingSectionCalls;
import org.flowgateway.backup.core.section.SectionCalls;
import org.flowgateway.backup.core.settings.CoreSettings;
import org.flowgateway.backup.core.transport.TargetResolver;
import org.flowgateway.backup.core.transport.TargetResolver.ResolvedTarget;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.section.Section;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Job service of one instance: one slot, one thread, and recovery done before the first job. Thread-safe. */
final class JobSlotService implements JobService, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobSlotService.class);

    /**
     * Time in seconds that a cancelled job needs at most: 10 s for its transport, the rest to remove what it stored. A section that takes
     * longer to thaw is thawed again at the next start.
     */
    private static final long STOP_TIMEOUT_SECONDS = 40;

    private final JobEnvironment environment;
    private final Path stateDirectory;
    private final StateLock lock;
    private final JobStore store;
    private final PlanStore plans;
    private final Path journalFile;
    private final SectionCalls calls;
    private final PendingSectionCalls owed;
    private final JobWorkFactory workFactory;
    private final TargetResolver targets;
    private final JobAnnouncer announcer;
    private final ExecutorService thread = new JobThread();
    /** Written under this object's lock, which the start of a job holds for longer. Status calls read it without the lock. */
    private volatile JobRun slot;

    private volatile boolean stopped;

    /** Job thread that releases the state directory when the last job has really ended, however long that takes after a stop. */
    private final class JobThread extends ThreadPoolExecutor {

        JobThread() {
            super(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    task -> new Thread(task, "gateway-backup-job"));
        }

        @Override
        protected void terminated() {
            try {
                lock.close();
            } catch (IOException e) {
                LOG.error(
                        "The lock of the state directory {} could not be released; the end of the process does that",
                        stateDirectory,
                        e);
            }
        }
    }

    /**
     * Locks the state directory and recovers what an earlier run left there.
     *
     * @throws StateDirectoryHeldException if another instance works with the state directory
     * @throws IOException if the state directory cannot be used, or a half-done restore can neither be completed nor rolled back
     */
    JobSlotService(JobEnvironment environment) throws StateDirectoryHeldException, IOException {
        CoreSettings settings = environment.settings().get();
        this.environment = environment;
        this.stateDirectory = settings.stateDirectory();
        this.targets = new TargetResolver(environment.transports());
        this.journalFile = stateDirectory.resolve("restore.journal");
        this.calls = new SectionCalls(settings.sectionTimeout());
        this.announcer = new JobAnnouncer(environment.events(), environment.audit());
        Path jobs = directory("jobs");
        this.lock = StateLock.take(stateDirectory, environment.clock().instant());
        try {
            this.store = new JobStore(jobs);
            this.plans = new PlanStore(directory("plans"));
            this.owed = new PendingSectionCalls(stateDirectory.resolve("sections.owed"));
            this.workFactory = new JobWorkFactory(
                    environment.product(),
                    stateDirectory,
                    journalFile,
                    plans,
                    calls,
                    owed,
                    environment.trees(),
                    environment.sealingCipher(),
                    settings.capacity());
            Optional<StartupRecovery.UnconfirmedRestore> unconfirmed = new StartupRecovery(
                            store,
                            journalFile,
                            environment.transports(),
                            environment.clock(),
                            environment.trees(),
                            announcer::ended)
                    .run();
            if (unconfirmed.isPresent()) {
                resume(unconfirmed.get());
            }
        } catch (IOException | RuntimeException | Error e) {
            thread.shutdown(); // Releases the state directory.
            throw e;
        }
        environment.sections().setListener(this::runPendingCalls);
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(
                stateDirectory.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** The directory of this instance's records. */
    Path stateDirectory() {
        return stateDirectory;
    }

    /** Resumes a confirmation window. It occupies the slot, so no other job starts. */
    private void resume(StartupRecovery.UnconfirmedRestore unconfirmed) throws IOException {
        JobRun run = JobRun.resumed(
                unconfirmed.record(), ConfirmationNotice::isNotice, store, announcer, environment.clock());
        try {
            RestoreCompletion end = RestoreCompletion.resumed(
                    run,
                    unconfirmed.transaction(),
                    unconfirmed.left(),
                    new SectionSwitch(calls, owed, run, environment.sections()::current));
            TreeLocks.Hold held = hold(unconfirmed.transaction().roots());
            slot = run;
            thread.execute(() -> {
                try {
                    JobExecution.finish(run, end);
                } finally {
                    held.close();
                }
            });
        } catch (JobCancelledException e) {
            throw new IllegalStateException("A job was cancelled before anybody knew it", e);
        }
    }

    /**
     * Locks the roots. A job of another installation that began while this gateway was stopped is not disturbed: it detects a change of
     * its tree itself.
     */
    private TreeLocks.Hold hold(List<Path> roots) throws IOException {
        try {
            return environment.locks().hold(roots);
        } catch (TreeHeldException e) {
            LOG.warn("The restored state is on probation, but {}", e.getMessage());
            return () -> {};
        }
    }

    @Override
    public JobService onBehalfOf(Actor actor) {
        return new ActorJobService(this, actor, environment.audit());
    }

    @Override
    public Job startBackup(BackupRequest request) throws JobInProgressException, NotReadyException, IOException {
        return onBehalfOf(Actor.GATEWAY).startBackup(request);
    }

    @Override
    public Job startRestore(RestoreRequest request) throws JobInProgressException, NotReadyException, IOException {
        return onBehalfOf(Actor.GATEWAY).startRestore(request);
    }

    @Override
    public Job startPlan(RestoreRequest request) throws JobInProgressException, NotReadyException, IOException {
        return onBehalfOf(Actor.GATEWAY).startPlan(request);
    }

    Job start(BackupRequest request, Actor actor) throws JobInProgressException, NotReadyException, IOException {
        return start(
                Operation.BACKUP,
                actor,
                request.target(),
                request.password(),
                request.securityPassword(),
                workFactory.backup(request));
    }

    /** @param operation a restore, or the plan of one */
    Job start(Operation operation, RestoreRequest request, Actor actor)
            throws JobInProgressException, NotReadyException, IOException {
        return start(
                operation,
                actor,
                request.target(),
                request.password(),
                request.securityPassword(),
                operation == Operation.PLAN ? workFactory.plan(request) : workFactory.restore(request));
    }

    @Override
    public Optional<RestorePlan> plan(String id) throws StateDirectoryException {
        try {
            return plans.find(id).map(StoredPlan::plan);
        } catch (IOException e) {
            throw StateDirectoryFailures.reading(stateDirectory.resolve("plans"), e);
        }
    }

    /**
     * Runs the pending calls of a section on the job thread. So a job finds its sections complete, and no section that it froze is thawed
     * early.
     */
    private synchronized void runPendingCalls(Section section) {
        if (!stopped) {
            thread.execute(() -> owed.runPending(
                    section, calls.withDeadline(environment.settings().get().sectionTimeout())));
        }
    }

    private Job start(
            Operation operation,
            Actor actor,
            Target target,
            Optional<Secret> password,
            SecurityPassword securityPassword,
            JobWorkFactory.WorkTemplate work)
            throws JobInProgressException, NotReadyException, IOException {
        boolean started = false;
        try {
            CoreSettings settings = environment.settings().get();
            checkNoProblem();
            ResolvedTarget resolved = targets.resolve(target, password.isPresent());
            List<Section> sections = environment.sections().requireAll(settings.expectedSections());
            checkApart(resolved, sections);
            JobExecution.WorkFactory factory = work.on(sections, resolved, settings);
            JobRun run = takeSlot(operation, actor, resolved);
            JobExecution execution = new JobExecution(
                    run,
                    environment.transports(),
                    resolved,
                    password,
                    new OrphanCleanup(store),
                    settings.retry(),
                    new JobExecution.JobDirectories(environment.locks(), directories(resolved, sections), journalFile));
            Job job = run.snapshot();
            execute(run, () -> {
                Runnable release = () -> wipe(password, securityPassword);
                try {
                    execution.execute(factory, release);
                } finally {
                    release.run();
                }
            });
            started = true;
            return job;
        } finally {
            if (!started) {
                wipe(password, securityPassword);
            }
        }
    }

    private void execute(JobRun run, Runnable job) throws NotReadyException {
        try {
            thread.execute(job);
        } catch (RejectedExecutionException e) { // Stopped since the slot was taken.
            run.end(JobState.CANCELLED, "Cancelled: stopped with the gateway", () -> {});
            throw stoppingFailure();
        }
    }

    private static List<Path> directories(ResolvedTarget target, List<Section> sections) {
        Stream<Path> backups = target.completed().scheme().equals(TargetResolver.LOCAL)
                ? Stream.of(Path.of(target.completed().path()))
                : Stream.empty();
        return Stream.concat(sections.stream().map(Section::root), backups).toList();
    }

    private synchronized JobRun takeSlot(Operation operation, Actor actor, ResolvedTarget target)
            throws JobInProgressException, NotReadyException, IOException {
        checkNotStopped();
        if (slot != null && slot.snapshot().state() == JobState.EXECUTING) {
            throw new JobInProgressException(slot.snapshot());
        }
        long number = store.nextNumber();
        String id = "%s-%06d".formatted(operation.noun(), number);
        Job job = new Job(
                id,
                operation,
                JobState.EXECUTING,
                Phase.CHECKING,
                target.displayed(),
                "",
                environment.clock().instant().truncatedTo(ChronoUnit.SECONDS),
                Optional.empty(),
                "",
                Progress.NONE,
                List.of(),
                List.of(),
                actor);
        try {
            JobRun run = new JobRun(
                    new JobRecord(number, job, target.completed(), Optional.empty()),
                    store,
                    announcer,
                    environment.clock());
            slot = run;
            return run;
        } catch (IOException e) {
            throw StateDirectoryFailures.writing(stateDirectory.resolve("jobs"), e);
        }
    }

    /** Checks that neither backups nor the state directory are inside a section: a restore would swap them away with the old state. */
    private void checkApart(ResolvedTarget target, List<Section> sections) throws NotReadyException {
        for (Section section : sections) {
            Path root = RealPath.of(section.root());
            if (target.completed().scheme().equals(TargetResolver.LOCAL)
                    && RealPath.of(Path.of(target.completed().path())).startsWith(root)) {
                throw new InvalidRequestException(
                        "path",
                        "path lies in " + section.root() + ", which is itself backed up: choose another directory");
            }
            if (RealPath.of(stateDirectory).startsWith(root)) {
                throw new NotReadyException("The state directory " + stateDirectory + " lies in " + section.root()
                        + ", which is itself backed up: set another one");
            }
        }
    }

    private static void wipe(Optional<Secret> password, SecurityPassword securityPassword) {
        password.ifPresent(Secret::close);
        securityPassword.close();
    }

    @Override
    public boolean cancel(String id) {
        return onBehalfOf(Actor.GATEWAY).cancel(id);
    }

    boolean cancel(String id, Actor actor) {
        JobRun running = slot;
        String who = actor.user().isEmpty() ? "somebody" : actor.user();
        return running != null && running.snapshot().id().equals(id) && running.cancel(who + " asked for it");
    }

    @Override
    public boolean confirm(String id) throws NothingToConfirmException, IOException {
        return onBehalfOf(Actor.GATEWAY).confirm(id);
    }

    boolean confirmJob(String id) throws NothingToConfirmException, StateDirectoryException {
        JobRun running = slot;
        try {
            if (running != null && running.snapshot().id().equals(id) && running.confirm()) {
                return true;
            }
        } catch (IOException e) {
            throw StateDirectoryFailures.writing(journalFile, e);
        }
        Optional<Job> known = job(id);
        if (known.isEmpty()) {
            return false;
        }
        throw new NothingToConfirmException(known.get());
    }

    @Override
    public List<Job> jobs() {
        Optional<Job> inSlot = Optional.ofNullable(slot).map(JobRun::snapshot);
        return store.newestFirst()
                .map(JobRecord::job)
                .map(job ->
                        inSlot.filter(running -> running.id().equals(job.id())).orElse(job))
                .toList();
    }

    @Override
    public Optional<Job> job(String id) {
        return newest(job -> job.id().equals(id));
    }

    @Override
    public Optional<Job> latest(Operation operation) {
        return newest(job -> job.operation() == operation);
    }

    @Override
    public Optional<Job> latestCompleted(Operation operation) {
        return newest(job -> job.operation() == operation && job.state() == JobState.COMPLETED);
    }

    /** Finds the newest job that matches. The job in the slot is read from memory, which is newer than the disk. */
    private Optional<Job> newest(Predicate<Job> wanted) {
        Optional<Job> inSlot = Optional.ofNullable(slot).map(JobRun::snapshot);
        if (inSlot.filter(wanted).isPresent()) {
            return inSlot;
        }
        return store.newest(record -> wanted.test(record.job())
                        && inSlot.filter(job -> job.id().equals(record.job().id()))
                                .isEmpty())
                .map(JobRecord::job);
    }

    @Override
    public void checkReady() throws NotReadyException {
        checkNotStopped();
        checkNoProblem();
        environment.sections().requireAll(environment.settings().get().expectedSections());
    }

    private void checkNoProblem() throws NotReadyException {
        Optional<String> problems = environment.problems().get().stream()
                .filter(ReadinessProblem::preventsReadiness)
                .map(ReadinessProblem::text)
                .distinct()
                .reduce((one, other) -> one + "\n" + other);
        if (problems.isPresent()) {
            throw new NotReadyException(problems.get());
        }
    }

    private void checkNotStopped() throws NotReadyException {
        if (stopped) {
            throw stoppingFailure();
        }
    }

    private static NotReadyException stoppingFailure() {
        return new NotReadyException("The gateway is being stopped: no job can be started");
    }

    /** Stops the service if no job runs. No job starts from then on. */
    boolean stopIfIdle() {
        synchronized (this) {
            if (slot != null && slot.snapshot().state() == JobState.EXECUTING) {
                return false;
            }
            stopped = true;
        }
        stop();
        return true;
    }

    /** Stops the running job and waits until its end is recorded. A confirmation window continues at the next start. */
    void stop() {
        synchronized (this) {
            if (slot != null) {
                slot.stop();
            }
            stopped = true;
        }
        environment.sections().setListener(section -> {});
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                LOG.error(
                        "The running job did not end within {} s; the state directory stays locked until it has",
                        STOP_TIMEOUT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
