package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.AuditEvent;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobEvents;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.flowgateway.backup.core.catalogue.ProductInfo;
import org.flowgateway.backup.core.instance.StateDirectoryHeldException;
import org.flowgateway.backup.core.instance.TreeLocks;
import org.flowgateway.backup.core.settings.CoreSettings;
import org.flowgateway.backup.core.transport.InstalledTargetResolver;
import org.flowgateway.backup.core.transport.InstalledTransports;
import org.flowgateway.backup.core.transport.RetryPolicy;
import org.flowgateway.backup.core.work.JobCapacity;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.tck.FaultyTransport;
import org.flowgateway.backup.tck.Latch;
import org.flowgateway.backup.tck.MemoryTransport;
import org.flowgateway.backup.tree.TreeHook;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** A gateway in a temporary directory: a tree, its sections, a target in memory, and the real job service on top. */
final class TestGateway implements AutoCloseable {

    static final String PASSWORD = "Schlüssel für Tests";
    private static final int PACK_BYTES = 8 << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    final Path root;
    final Path state;
    final MemoryTransport memory;
    final FaultyTransport faults;
    final InstalledTransports transports = new InstalledTransports();
    final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
    /** The calls of sections, in order: {@code freeze config}. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    private final RegisteredSections present = new RegisteredSections();
    private final List<Section> sections = new ArrayList<>();
    private ProductInfo product = new ProductInfo("test-gateway", "1.0.0", "testhost");
    private String scheme;
    private TransportProvider transport;
    private Consumer<Event> onEvent = event -> {};
    private Clock clock = Clock.systemUTC();
    private TreeHook hook = TreeHook.NONE;
    private JobCapacity capacity = new JobCapacity(2, 3, PACK_BYTES, 1);
    private RetryPolicy retryPolicy =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO, Duration.ofMinutes(2));
    private Duration sectionTimeout = DEADLINE;
    private Duration confirmationWindow = Duration.ZERO;
    private TreeLocks locks = TreeLocks.NONE;
    private Function<char[], ArchiveCipher> sealingCipher = LowCostCipher::forSealing;
    private volatile List<ReadinessProblem> problems = List.of();
    private volatile CoreSettings settings;
    private JobServiceInstance instance;

    TestGateway(Path directory) throws IOException {
        this(directory, new MemoryTransport());
    }

    /** A gateway that stores where others may store, too. If the directory holds a gateway already, it is that one. */
    TestGateway(Path directory, MemoryTransport memory) throws IOException {
        this.memory = memory;
        this.faults = new FaultyTransport(memory);
        transport(faults);
        root = directory.resolve("gateway");
        state = directory.resolve("state");
        boolean fresh = Files.notExists(root);
        section("config", true, false);
        section("certs", false, true);
        section("cloak_key", false, true);
        if (fresh) {
            for (Section section : sections) {
                Files.createDirectories(section.root());
            }
        }
    }

    private void section(String id, boolean required, boolean vault) {
        sections.add(new TestSection(
                id, required, vault, root.resolve(vault ? "vault" : "").resolve(id)));
    }

    TestSection section(String id) {
        return (TestSection) sections.stream()
                .filter(section -> section.descriptor().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** One more section, or another one in place of that of the same id. */
    TestGateway section(Section section) {
        sections.removeIf(
                present -> present.descriptor().id().equals(section.descriptor().id()));
        return addSection(section);
    }

    TestGateway addSection(Section section) {
        sections.add(section);
        return this;
    }

    TestGateway without(String id) {
        sections.removeIf(present -> present.descriptor().id().equals(id));
        return this;
    }

    TestGateway transport(TransportProvider provider) {
        return transport("local", provider);
    }

    /** Targets of one scheme, and no others. */
    TestGateway transport(String itsScheme, TransportProvider provider) {
        scheme = itsScheme;
        transport = provider;
        return this;
    }

    /** Sets the product name; {@code test-gateway} 1.0.0 on {@code testhost} by default. */
    TestGateway product(String name, String version, String host) {
        product = new ProductInfo(name, version, host);
        return this;
    }

    TestGateway clock(Clock other) {
        clock = other;
        return this;
    }

    /** Sets retries and timeouts; no retries by default. */
    TestGateway retries(RetryPolicy policy) {
        retryPolicy = policy;
        return this;
    }

    /** Sets the timeout of sections' calls. */
    TestGateway sectionTimeout(Duration deadline) {
        sectionTimeout = deadline;
        return this;
    }

    /** Sets the confirmation window; none by default. */
    TestGateway confirmationWindow(Duration time) {
        confirmationWindow = time;
        return this;
    }

    /** Sets the number of packs that are made, and sent, in parallel. With one, each pack is stored before more files are read. */
    TestGateway workers(int number) {
        capacity = new JobCapacity(number, number, PACK_BYTES, 1);
        return this;
    }

    /** Sets the capacity of jobs. */
    TestGateway capacity(JobCapacity other) {
        capacity = other;
        return this;
    }

    /** Plain bytes to a pack, if fewer than usual. */
    TestGateway packs(int bytes) {
        capacity = new JobCapacity(capacity.workers(), capacity.transfers(), bytes, capacity.zstdLevel());
        return this;
    }

    /** Is called on the job's own thread, for each event. */
    TestGateway onEvent(Consumer<Event> action) {
        onEvent = action;
        return this;
    }

    /** Starts the service, as after a start of the container. */
    TestGateway start() throws IOException {
        try {
            instance = new JobServiceInstance(prepare());
        } catch (StateDirectoryHeldException e) {
            throw new IOException(e.getMessage(), e);
        }
        return this;
    }

    /** Everything but the service itself. */
    JobEnvironment prepare() {
        transports.addProvider(transport, Map.of(TransportProvider.SCHEME, scheme, "service.id", 1L));
        sections.forEach(this::appear);
        Set<String> expected =
                sections.stream().map(section -> section.descriptor().id()).collect(Collectors.toSet());
        settings = new CoreSettings(state, capacity, retryPolicy, sectionTimeout, expected, confirmationWindow);
        return new JobEnvironment(
                present,
                transports,
                new InstalledTargetResolver(transports),
                () -> settings,
                () -> problems,
                TestTrees.fileTrees(hook),
                locks,
                product,
                clock,
                () -> Optional.of(handler()),
                audited::add,
                sealingCipher);
    }

    /** Takes a service that somebody else started. */
    void instance(JobServiceInstance started) {
        instance = started;
    }

    /** Changes the settings of the running gateway. */
    void change(UnaryOperator<CoreSettings> change) {
        settings = change.apply(settings);
    }

    /** Has other parts of the gateway report problems. */
    void problems(ReadinessProblem... reported) {
        problems = List.of(reported);
    }

    /** Derives keys at the cost of a running gateway; at a small part of it by default. */
    TestGateway productionKeyDerivation() {
        sealingCipher = ArchiveCipher::forSealing;
        return this;
    }

    /** Makes the cipher of backups. */
    TestGateway sealingCipher(Function<char[], ArchiveCipher> cipher) {
        sealingCipher = cipher;
        return this;
    }

    /** Locks on trees; none unless a test says so. */
    TestGateway locks(TreeLocks treeLocks) {
        locks = treeLocks;
        return this;
    }

    /** Events that the audit log received, in order. */
    List<AuditEvent> audited() {
        return audited;
    }

    private EventAdmin handler() {
        return new EventAdmin() {
            @Override
            public void postEvent(Event event) {
                events.add(event);
                onEvent.accept(event);
            }

            @Override
            public void sendEvent(Event event) {
                throw new AssertionError("Handlers must not hold a job up");
            }
        };
    }

    /** Observes every call on a tree. */
    TestGateway observed(TreeHook observer) {
        hook = observer;
        return this;
    }

    /** A section's bundle is started. */
    void appear(Section section) {
        if (section instanceof TestSection test) {
            test.witness(calls::add);
        }
        present.addSection(section);
    }

    /** The calls of sections that begin with one of these words. */
    List<String> calls(String... words) {
        return calls.stream()
                .filter(call -> Arrays.asList(words).contains(call.substring(0, call.indexOf(' '))))
                .toList();
    }

    JobService service() {
        return instance.service();
    }

    Job backup() throws Exception {
        return await(startBackup());
    }

    /** Runs a backup to a path of the target. */
    Job backup(String path) throws Exception {
        return await(service().startBackup(backupRequest(path)));
    }

    Job startBackup() throws Exception {
        return service().startBackup(backupRequest());
    }

    /** A request for a backup to where all of them go here. */
    BackupRequest backupRequest() {
        return backupRequest("backups");
    }

    private static BackupRequest backupRequest(String path) {
        return new BackupRequest(new Target("localhost", "", path), Optional.empty(), new SecurityPassword(PASSWORD));
    }

    /** A backup that is known to have gone well. */
    Job completedBackup() throws Exception {
        Job backup = backup();
        assertThat(backup.state()).as(backup.message()).isEqualTo(JobState.COMPLETED);
        return backup;
    }

    Job restore() throws Exception {
        return restore("backups", PASSWORD, false);
    }

    Job restore(String path, String password, boolean keepCertificates) throws Exception {
        return await(startRestore(path, password, keepCertificates));
    }

    Job startRestore(String path, String password, boolean keepCertificates) throws Exception {
        return service()
                .startRestore(request(
                        path,
                        password,
                        keepCertificates ? RestoreSelection.withoutCertificates() : RestoreSelection.everything(),
                        Optional.empty()));
    }

    /** A restore of the newest backup, or of what a plan says. */
    Job restore(RestoreSelection selection, Optional<String> plan) throws Exception {
        return await(service().startRestore(request("backups", PASSWORD, selection, plan)));
    }

    /** A restore of what a plan says. */
    Job restore(RestorePlan plan) throws Exception {
        return await(service()
                .startRestore(request(plan.target().path(), PASSWORD, plan.selection(), Optional.of(plan.id()))));
    }

    /** Plans a restore of the newest backup. */
    RestorePlan plan(RestoreSelection selection) throws Exception {
        return plan("backups", PASSWORD, selection);
    }

    RestorePlan plan(String path, String password, RestoreSelection selection) throws Exception {
        Job job = await(service().startPlan(request(path, password, selection, Optional.empty())));
        assertThat(job.state()).as(job.message()).isEqualTo(JobState.COMPLETED);
        return service().plan(job.id()).orElseThrow();
    }

    static RestoreRequest request(String path, String password, RestoreSelection selection, Optional<String> plan) {
        return new RestoreRequest(
                new Target("localhost", "", path), Optional.empty(), new SecurityPassword(password), selection, plan);
    }

    /** A restore that is known to have gone well. */
    Job completedRestore() throws Exception {
        Job restore = restore();
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
        return restore;
    }

    /**
     * Waits until a job has ended and its end is logged, audited and announced, which comes after its new state is visible. A job that
     * had ended before the gateway started is not announced.
     */
    Job await(Job job) {
        await("end of " + job.id(), () -> {
            List<String> announced = events.stream()
                    .filter(event -> job(event).id().equals(job.id()))
                    .map(Event::getTopic)
                    .toList();
            return announced.isEmpty()
                    ? service().job(job.id()).orElseThrow().state() != JobState.EXECUTING
                    : announced.contains(JobEvents.ENDED);
        });
        return service().job(job.id()).orElseThrow();
    }

    /** Stops the service, and opens a latch at which a job waits once the stop has reached that job. */
    void stopAndOpen(Latch gate) {
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(this::close);
        await("the stop is noted", () -> {
            try {
                service().checkReady();
                return false;
            } catch (NotReadyException e) {
                return true;
            }
        });
        gate.open();
        stopping.join();
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + DEADLINE + ": " + what + "\n" + threads());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Stack traces of the gateway's threads. */
    private static String threads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("gateway-backup"))
                .map(thread -> thread.getKey() + "\n\t"
                        + Arrays.stream(thread.getValue())
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining("\n\t")))
                .collect(Collectors.joining("\n"));
    }

    /** Objects of the transport, by names below the directory of backups. */
    List<String> stored() {
        return memory.objects().keySet().stream()
                .filter(name -> name.startsWith("backups/"))
                .map(name -> name.substring(8))
                .toList();
    }

    /** The tree; the directories above the sections are nobody's, since names in them change places. */
    SortedMap<String, String> tree() throws IOException {
        SortedMap<String, String> tree = TreeState.of(root);
        tree.remove("");
        tree.remove("vault");
        return tree;
    }

    Path write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** Writes so many bytes that cannot be compressed. */
    Path write(String path, int length) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, noise(length, path.hashCode()));
    }

    static byte[] noise(int length, long seed) {
        byte[] noise = new byte[length];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    static Job job(Event event) {
        return (Job) event.getProperty(JobEvents.JOB);
    }

    @Override
    public void close() {
        if (instance != null) {
            instance.stop();
        }
    }
}
