package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.core.instance.StateDirectoryHeldException;
import org.flowgateway.backup.core.instance.TreeHeldException;
import org.flowgateway.backup.core.instance.TreeLocks;
import org.flowgateway.backup.core.settings.CoreSettings;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.Latch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One instance uses a state directory, and one a tree. Another one waits or is refused, and is told which one holds it. */
class InstanceTest {

    @TempDir
    private Path directory;

    private final Latch gate = new Latch();
    private TestGateway gateway;
    private TestGateway again;

    @BeforeEach
    void make() throws Exception {
        gateway = new TestGateway(directory);
        gateway.write("config/file", "backed up");
        again = new TestGateway(directory, gateway.memory);
    }

    @AfterEach
    void stop() {
        gate.open();
        gateway.close();
        again.close();
    }

    @Test
    void secondInstanceOnAStateDirectoryChangesNothing() throws Exception {
        gateway.faults.before(Call.PUT, name -> true, gate);
        Job running = gateway.start().startBackup();
        gate.awaitReached();
        assertThatThrownBy(again::start).hasCauseInstanceOf(StateDirectoryHeldException.class);
        gate.open();
        assertThat(gateway.await(running).state()).isEqualTo(JobState.COMPLETED);
        gateway.close();
        assertThat(again.start().service().job(running.id()).orElseThrow().state())
                .isEqualTo(JobState.COMPLETED);
    }

    /** The container's Config Admin stops a component and starts the next one in the same process, at once. */
    @Test
    void serviceWaitsForTheEndOfAnEarlierInstancesJob() throws Exception {
        gateway.faults.before(Call.PUT, name -> true, gate);
        Job running = gateway.start().startBackup();
        gate.awaitReached();
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway::close);
        AtomicReference<JobServiceInstance> started = new AtomicReference<>();
        try (JobServiceStarter starter = new JobServiceStarter(again.prepare(), started::set, () -> {})) {
            TestGateway.await(
                    "it says what it waits for", () -> !starter.problems().isEmpty());
            ReadinessProblem problem = starter.problems().get(0);
            assertThat(problem.preventsReadiness()).isTrue();
            assertThat(problem.text())
                    .startsWith("An earlier instance in this process still works with the state directory");
            assertThat(started.get()).isNull();
            gate.open();
            stopping.join();
            TestGateway.await("it has started", () -> started.get() != null);
            assertThat(starter.problems()).isEmpty();
            assertThat(started.get().service().job(running.id()).orElseThrow().state())
                    .isNotEqualTo(JobState.EXECUTING);
        }
    }

    @Test
    void problemThatPreventsTheStartIsReportedUntilItIsFixed() throws Exception {
        Path journal = Files.createDirectories(gateway.state).resolve("restore.journal");
        Files.writeString(journal, "job=x");
        AtomicReference<JobServiceInstance> started = new AtomicReference<>();
        try (JobServiceStarter starter = new JobServiceStarter(gateway.prepare(), started::set, () -> {})) {
            TestGateway.await("it says what is wrong", () -> !starter.problems().isEmpty());
            assertThat(starter.problems().get(0).text()).contains(journal.toString(), "cannot be understood");
            Files.delete(journal);
            TestGateway.await("it has started", () -> started.get() != null);
            assertThat(starter.problems()).isEmpty();
        }
    }

    @Test
    void unusableStateDirectoryIsReportedWithItsPath() throws Exception {
        Files.writeString(gateway.state, "a file");
        try (JobServiceStarter starter = new JobServiceStarter(gateway.prepare(), instance -> {}, () -> {})) {
            TestGateway.await("it says what is wrong", () -> !starter.problems().isEmpty());
            assertThat(starter.problems().get(0).text())
                    .contains("cannot be recovered: " + gateway.state, "ready once this is fixed");
        } finally {
            Files.delete(gateway.state);
        }
    }

    @Test
    void internalErrorAtTheStartIsReported() {
        InstantSource broken = () -> {
            throw new IllegalStateException("canary");
        };
        try (JobServiceStarter starter = new JobServiceStarter(
                gateway.clock(broken.withZone(ZoneOffset.UTC)).prepare(), instance -> {}, () -> {})) {
            TestGateway.await("it says what is wrong", () -> !starter.problems().isEmpty());
            assertThat(starter.problems().get(0).text())
                    .contains("cannot start: an internal error")
                    .doesNotContain("canary");
        }
    }

    @Test
    void changedStateDirectoryIsUsedOnceNoJobRuns() throws Exception {
        gateway.faults.before(Call.PUT, name -> true, gate);
        AtomicReference<JobServiceInstance> started = new AtomicReference<>();
        AtomicInteger stopped = new AtomicInteger();
        try (JobServiceStarter starter =
                new JobServiceStarter(gateway.prepare(), started::set, stopped::incrementAndGet)) {
            TestGateway.await("it has started", () -> started.get() != null);
            JobServiceInstance first = started.get();
            gateway.instance(first);
            Job running = gateway.startBackup();
            gate.awaitReached();
            Path other = directory.resolve("other-state");
            gateway.change(now -> new CoreSettings(
                    other,
                    now.capacity(),
                    now.retry(),
                    now.sectionTimeout(),
                    now.expectedSections(),
                    now.confirmationWindow()));
            gate.open();
            assertThat(gateway.await(running).state()).isEqualTo(JobState.COMPLETED);
            TestGateway.await("the other one is used", () -> started.get() != first);
            assertThat(stopped).hasValue(1);
            assertThat(other.resolve("lock")).exists();
            assertThat(starter.problems()).isEmpty();
        }
    }

    @Test
    void jobOnALockedTreeIsRejectedWithTheHoldersName() throws Exception {
        Path config = gateway.section("config").root();
        gateway.locks(directories -> {
            throw new TreeHeldException(config, "process 4711 (/usr/bin/java)");
        });
        Job backup = gateway.start().backup();
        assertThat(backup.state()).isEqualTo(JobState.ERROR);
        assertThat(backup.message())
                .startsWith("Another gateway's job works on " + config + ": process 4711 (/usr/bin/java)")
                .contains("Nothing was changed", "GATEWAY_ROOT, GATEWAY_BACKUP_DIR");
        assertThat(gateway.stored()).isEmpty();
    }

    @Test
    void treesAreLockedAsLongAsAJobRuns() throws Exception {
        AtomicReference<Collection<Path>> held = new AtomicReference<>(List.of());
        TreeLocks locks = directories -> {
            held.set(directories);
            return () -> held.set(List.of());
        };
        gateway.faults.before(Call.PUT, name -> true, gate);
        Job running = gateway.locks(locks).start().startBackup();
        gate.awaitReached();
        assertThat(held.get())
                .contains(
                        gateway.section("config").root(),
                        gateway.section("cloak_key").root());
        gate.open();
        gateway.await(running);
        TestGateway.await("they are released", () -> held.get().isEmpty());
    }

    /** An error in the middle of nowhere, as a lock that the operating system cannot give. */
    @Test
    void jobEndsAfterAnyFailureAndTheNextOneRuns() throws Exception {
        for (Throwable failure : List.of(
                new IOException("No locks available"), new IllegalStateException("broken"), new StackOverflowError())) {
            AtomicInteger calls = new AtomicInteger();
            TestGateway one = new TestGateway(
                            directory.resolve(failure.getClass().getSimpleName()))
                    .locks(directories -> {
                        if (calls.getAndIncrement() > 0) {
                            return () -> {};
                        }
                        throw InstanceTest.<RuntimeException>sneaky(failure);
                    });
            one.write("config/file", "backed up");
            try (one) {
                Job backup = one.start().backup();
                assertThat(backup.state()).as(failure.toString()).isEqualTo(JobState.ERROR);
                assertThat(backup.message()).isNotEmpty();
                one.completedBackup();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void problemOfAnotherComponentPreventsJobs() throws Exception {
        gateway.start()
                .problems(
                        ReadinessProblem.notReady("etc/x.cfg: root [x] is bad"),
                        ReadinessProblem.degraded("not told here"));
        assertThatThrownBy(gateway::startBackup).hasMessage("etc/x.cfg: root [x] is bad");
        assertThatThrownBy(gateway.service()::checkReady).hasMessage("etc/x.cfg: root [x] is bad");
        gateway.problems(ReadinessProblem.degraded("not told here"));
        gateway.completedBackup();
    }
}
