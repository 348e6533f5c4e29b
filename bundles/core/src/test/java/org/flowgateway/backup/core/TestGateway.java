package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.core.target.Transports;
import org.flowgateway.backup.core.work.Capacity;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.tck.MemoryTransport;

/** A gateway in a temporary directory: a tree, its sections, a target in memory, and the real job service on top. */
final class TestGateway implements AutoCloseable {

    static final String PASSWORD = "Schlüssel für Tests";
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    final Path root;
    final Path state;
    final MemoryTransport memory = new MemoryTransport();
    private final List<Section> sections = new ArrayList<>();
    private TransportProvider transport = memory;
    private Clock clock = Clock.systemUTC();
    private int workers = 2;
    private JobServiceComponent service;

    TestGateway(Path directory) throws IOException {
        root = Files.createDirectories(directory.resolve("gateway"));
        state = directory.resolve("state");
        section("config", true, false);
        section("certs", false, true);
        section("cloak_key", false, true);
    }

    private void section(String id, boolean required, boolean vault) throws IOException {
        Path tree = Files.createDirectories(root.resolve(vault ? "vault" : "").resolve(id));
        sections.add(new TestSection(id, required, vault, tree));
    }

    TestSection section(String id) {
        return (TestSection) sections.stream().filter(section -> section.descriptor().id().equals(id)).findFirst().orElseThrow();
    }

    TestGateway transport(TransportProvider provider) {
        transport = provider;
        return this;
    }

    TestGateway clock(Clock other) {
        clock = other;
        return this;
    }

    TestGateway workers(int number) {
        workers = number;
        return this;
    }

    /** Starts the service, as after a start of the container. */
    TestGateway start() throws IOException {
        Transports transports = new Transports();
        transports.addProvider(transport, Map.of(TransportProvider.SCHEME, "local", "service.id", 1L));
        Sections present = new Sections();
        sections.forEach(present::addSection);
        Set<String> expected = sections.stream().map(section -> section.descriptor().id()).collect(Collectors.toSet());
        CoreSettings settings = new CoreSettings(state, new Capacity(workers, 8 << 20, 1), expected);
        service = new JobServiceComponent(present, transports, settings, new Product("test-gateway", "1.0.0", "testhost"), clock);
        return this;
    }

    JobServiceComponent service() {
        return service;
    }

    Job backup() throws Exception {
        return await(startBackup());
    }

    Job startBackup() throws Exception {
        return service.startBackup(new BackupRequest(new Target("localhost", "", "backups"), Optional.empty(), new SecurityPassword(PASSWORD)));
    }

    Job restore() throws Exception {
        return restore("backups", PASSWORD, false);
    }

    Job restore(String path, String password, boolean keepCertificates) throws Exception {
        return await(service.startRestore(new RestoreRequest(new Target("localhost", "", path), Optional.empty(),
                new SecurityPassword(password), keepCertificates)));
    }

    /** Waits until a job has ended. */
    Job await(Job job) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        Job now = service.job(job.id()).orElseThrow();
        while (now.state() == JobState.EXECUTING) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("The job has not ended within " + DEADLINE + ": " + now);
            }
            LockSupport.parkNanos(1_000_000);
            now = service.job(job.id()).orElseThrow();
        }
        return now;
    }

    @Override
    public void close() {
        if (service != null) {
            service.stop();
        }
    }
}
