package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobEvents;
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
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.core.backup.BackupWork;
import org.flowgateway.backup.core.backup.PackMemories;
import org.flowgateway.backup.core.backup.SeenSections;
import org.flowgateway.backup.core.catalogue.Leftovers;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobRecord;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.job.JobStore;
import org.flowgateway.backup.core.plan.PlanStore;
import org.flowgateway.backup.core.plan.PlanWork;
import org.flowgateway.backup.core.plan.RestorePlanning;
import org.flowgateway.backup.core.plan.StoredPlan;
import org.flowgateway.backup.core.restore.ProbationNotice;
import org.flowgateway.backup.core.restore.RestoreEnd;
import org.flowgateway.backup.core.restore.RestoreExecution;
import org.flowgateway.backup.core.restore.RestoreWork;
import org.flowgateway.backup.core.restore.SectionSwitch;
import org.flowgateway.backup.core.section.OwedCalls;
import org.flowgateway.backup.core.section.SectionCalls;
import org.flowgateway.backup.core.transport.TargetResolver;
import org.flowgateway.backup.core.transport.TargetResolver.Resolved;
import org.flowgateway.backup.core.transport.Transports;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.tree.FileTrees;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job service: one slot, one thread, and everything settled before the first job. Thread-safe. */
@Component(service = JobService.class, immediate = true, configurationPid = CoreConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CoreConfiguration.class)
public final class JobServiceComponent implements JobService {

    private static final Logger LOG = LoggerFactory.getLogger(JobServiceComponent.class);
    private static final String PRODUCT = "flow-gateway";

    /**
     * A cancelled job needs this long at most: 10 s for its transport, the rest to remove what it stored. A section that takes longer to thaw
     * is thawed once more at the next start.
     */
    private static final long SECONDS_TO_STOP = 40;

    private final Sections sections;
    private final Transports transports;
    private final CoreSettings settings;
    private final Product product;
    private final Clock clock;
    private final FileTrees trees;
    private final JobStore store;
    private final PlanStore plans;
    private final Path journalFile;
    private final SectionCalls calls;
    private final OwedCalls owed;
    private final TargetResolver targets;
    private final PackMemories memories;
    private final WarmUp warmUp = new WarmUp();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "gateway-backup-job"));
    private JobRun slot;
    private boolean stopped;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile EventAdmin events;

    /**
     * @param trees opens the gateway's tree
     * @param local is not used: the service is there only when localhost, which needs this transport, can be used
     * @throws IOException if the state directory cannot be used, or a half-done restore cannot be settled
     */
    @Activate
    public JobServiceComponent(@Reference Sections sections, @Reference Transports transports, @Reference FileTrees trees,
            @Reference(target = "(" + TransportProvider.SCHEME + "=" + TargetResolver.LOCAL + ")") TransportProvider local,
            CoreConfiguration configuration, BundleContext context) throws IOException {
        this(sections, transports,
                CoreSettings.of(configuration, Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory()),
                new Product(PRODUCT, context.getBundle().getVersion().toString(), HostName.get()), Clock.systemUTC(), trees);
        LOG.info("{}", settings.capacity());
        warmUp.begin(settings.capacity().zstdLevel());
    }

    JobServiceComponent(Sections sections, Transports transports, CoreSettings settings, Product product, Clock clock, FileTrees trees)
            throws IOException {
        this.sections = sections;
        this.transports = transports;
        this.settings = settings;
        this.product = product;
        this.clock = clock;
        this.trees = trees;
        this.targets = new TargetResolver(transports);
        this.memories = new PackMemories(settings.capacity());
        this.journalFile = settings.stateDirectory().resolve("restore.journal");
        Path jobs = settings.stateDirectory().resolve("jobs");
        Files.createDirectories(jobs, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        this.store = new JobStore(jobs);
        Path planDirectory = settings.stateDirectory().resolve("plans");
        Files.createDirectories(planDirectory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        this.plans = new PlanStore(planDirectory);
        this.calls = new SectionCalls(settings.hookDeadline());
        this.owed = new OwedCalls(settings.stateDirectory().resolve("sections.owed"));
        Optional<Recovery.Waiting> waiting = new Recovery(store, journalFile, transports, clock, settings.retry(), trees).run();
        if (waiting.isPresent()) {
            resume(waiting.get());
        }
        sections.tell(this::settleOwed);
    }

    /** A restored state that is on probation stays there, with the slot that nobody else may have meanwhile. */
    private void resume(Recovery.Waiting waiting) throws IOException {
        JobRun run = JobRun.resumed(waiting.record(), ProbationNotice::isOne, store, this::publish, clock);
        try {
            RestoreEnd end = RestoreEnd.resumed(run, waiting.transaction(), waiting.left(), new SectionSwitch(calls, owed, run, sections::present));
            slot = run;
            thread.execute(() -> JobExecution.finish(run, end));
        } catch (JobCancelledException e) {
            throw new IllegalStateException("A job was cancelled before anybody knew it", e);
        }
    }

    @Override
    public Job startBackup(BackupRequest request) throws JobInProgressException, NotReadyException, IOException {
        return start(Operation.BACKUP, request.target(), request.password(), request.securityPassword(),
                (parts, target) -> (run, lease) -> new BackupWork(run, lease, request.securityPassword(), parts, product, memories, calls,
                        owed, trees, new SeenSections(settings.stateDirectory().resolve("sections.seen"))));
    }

    @Override
    public Job startRestore(RestoreRequest request) throws JobInProgressException, NotReadyException, IOException {
        return start(Operation.RESTORE, request.target(), request.password(), request.securityPassword(), (parts, target) -> {
            Optional<StoredPlan> plan = planned(request, target);
            return (run, lease) -> new RestoreWork(run, request.securityPassword(),
                    new RestorePlanning(run, lease, product, parts, request.selection(), plan, trees),
                    PlanWork.listenersCertificate(settings.stateDirectory()),
                    new RestoreExecution(run, lease, settings.capacity().transfers(), journalFile, settings.confirmWithin(), calls,
                            new SectionSwitch(calls, owed, run), trees));
        });
    }

    /** The plan that a request names, if it can be run like that. */
    private Optional<StoredPlan> planned(RestoreRequest request, Resolved target) throws IOException {
        if (request.plan().isEmpty()) {
            return Optional.empty();
        }
        StoredPlan stored = plans.find(request.plan().get()).orElseThrow(() -> new InvalidRequestException("plan",
                "There is no such plan, or it was dropped for newer ones: make a new one"));
        RestorePlan plan = stored.plan();
        if (!plan.executable()) {
            throw new InvalidRequestException("plan", plan.id() + " cannot be run: a check failed. Do what the plan says, then make a new one");
        }
        if (!plan.target().equals(target.shown())) {
            throw new InvalidRequestException("plan", plan.id() + " restores from another target: name that, or make a new plan");
        }
        if (!plan.selection().equals(request.selection())) {
            throw new InvalidRequestException("plan", plan.id() + " restores another selection: leave the plan's as it is, or make a new plan");
        }
        return Optional.of(stored);
    }

    @Override
    public Job startPlan(RestoreRequest request) throws JobInProgressException, NotReadyException, IOException {
        return start(Operation.PLAN, request.target(), request.password(), request.securityPassword(),
                (parts, target) -> (run, lease) -> new PlanWork(run, lease, request.securityPassword(), request.selection(), parts, product,
                        settings.stateDirectory(), plans, trees));
    }

    @Override
    public Optional<RestorePlan> plan(String id) throws IOException {
        return plans.find(id).map(StoredPlan::plan);
    }

    /** On the job's thread, so that a job finds its sections as it should, and does not have one thawed that it froze. */
    private synchronized void settleOwed(Section section) {
        if (!stopped) {
            thread.execute(() -> owed.settle(section, calls));
        }
    }

    private Job start(Operation operation, Target target, Optional<Secret> password, SecurityPassword securityPassword, Works works)
            throws JobInProgressException, NotReadyException, IOException {
        boolean started = false;
        try {
            Resolved resolved = targets.resolve(target, password.isPresent());
            List<Section> parts = sections.inOrder(settings.expectedSections());
            checkApart(resolved, parts);
            JobExecution.WorkFactory factory = works.on(parts, resolved);
            JobRun run = takeSlot(operation, resolved);
            JobExecution execution = new JobExecution(run, transports, resolved, password, new Leftovers(store), settings.retry());
            Job job = run.snapshot();
            thread.execute(() -> {
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

    private synchronized JobRun takeSlot(Operation operation, Resolved target)
            throws JobInProgressException, NotReadyException, IOException {
        checkNotStopped();
        if (slot != null && slot.snapshot().state() == JobState.EXECUTING) {
            throw new JobInProgressException(slot.snapshot());
        }
        long number = store.nextNumber();
        String id = "%s-%06d".formatted(operation.noun(), number);
        Job job = new Job(id, operation, JobState.EXECUTING, Phase.CHECKING, target.shown(), "",
                clock.instant().truncatedTo(ChronoUnit.SECONDS), Optional.empty(), "", Progress.NONE);
        slot = new JobRun(new JobRecord(number, job, target.place(), Optional.empty()), store, this::publish, clock);
        return slot;
    }

    /** A restore exchanges a section's directory: a backup in there, or the journal, would go with the old state. */
    private void checkApart(Resolved target, List<Section> parts) throws NotReadyException {
        for (Section section : parts) {
            Path root = RealPath.of(section.root());
            if (target.place().scheme().equals(TargetResolver.LOCAL) && RealPath.of(Path.of(target.place().path())).startsWith(root)) {
                throw new InvalidRequestException("path", "path lies in " + section.root() + ", which is itself backed up: choose another directory");
            }
            if (RealPath.of(settings.stateDirectory()).startsWith(root)) {
                throw new NotReadyException("The state directory " + settings.stateDirectory() + " lies in " + section.root()
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
        JobRun running;
        synchronized (this) {
            running = slot;
        }
        // Without the lock: closing what the job waits for takes a moment.
        return running != null && running.snapshot().id().equals(id) && running.cancel("somebody asked for it");
    }

    @Override
    public boolean confirm(String id) throws NothingToConfirmException, IOException {
        JobRun running;
        synchronized (this) {
            running = slot;
        }
        if (running != null && running.snapshot().id().equals(id) && running.confirm()) {
            return true;
        }
        Optional<Job> known = job(id);
        if (known.isEmpty()) {
            return false;
        }
        throw new NothingToConfirmException(known.get());
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

    /** The job in the slot is told from memory, where it is fresher than on disk. */
    private synchronized Optional<Job> newest(Predicate<Job> wanted) {
        Optional<Job> inSlot = Optional.ofNullable(slot).map(JobRun::snapshot);
        if (inSlot.filter(wanted).isPresent()) {
            return inSlot;
        }
        return store.newest(record -> wanted.test(record.job()) && inSlot.filter(job -> job.id().equals(record.job().id())).isEmpty())
                .map(JobRecord::job);
    }

    @Override
    public void checkReady() throws NotReadyException {
        checkNotStopped();
        sections.inOrder(settings.expectedSections());
    }

    private synchronized void checkNotStopped() throws NotReadyException {
        if (stopped) {
            throw new NotReadyException("The gateway is being stopped: no job can be started");
        }
    }

    /** The event service may be stopping or broken: no job is hurt by that. */
    private void publish(String topic, Job job) {
        EventAdmin service = events;
        if (service != null) {
            try {
                service.postEvent(new Event(topic, Map.of(JobEvents.JOB, job)));
            } catch (RuntimeException e) {
                LOG.warn("The event {} of job {} cannot be posted", topic, job.id(), e);
            }
        }
    }

    /** Stops the running job and waits until it has ended and is on record; a probation goes on at the next start. */
    @Deactivate
    void stop() {
        warmUp.close();
        synchronized (this) {
            if (slot != null) {
                slot.stop();
            }
            stopped = true;
        }
        sections.tell(section -> { });
        thread.shutdown();
        try {
            if (!thread.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                LOG.error("The running job did not end within {} s; it is settled at the next start", SECONDS_TO_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the work for the sections that are there when the job starts. */
    @FunctionalInterface
    private interface Works {
        JobExecution.WorkFactory on(List<Section> parts, Resolved target) throws IOException;
    }
}
