package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobInProgressException;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.core.settings.CoreSettings;
import org.flowgateway.backup.core.work.JobCapacity;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.tck.Latch;
import org.flowgateway.backup.testsupport.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One job runs at a time. It can be cancelled until the swap, and leaves no objects then. */
class JobSlotTest {

    @TempDir
    private Path directory;

    private final Latch gate = new Latch();
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(directory)
                .clock(new TestClock("2026-02-27T15:46:00Z"))
                .start();
        gateway.write("config/file", "backed up");
    }

    @AfterEach
    void stop() {
        gate.open();
        gateway.close();
    }

    @Test
    void secondJobIsRejectedWithTheRunningOne() throws Exception {
        gateway.faults.before(Call.PUT, name -> true, gate);
        Job running = gateway.startBackup();
        assertThat(running.state()).isEqualTo(JobState.EXECUTING);
        gate.awaitReached();
        assertThat(gateway.service().latest(Operation.BACKUP).orElseThrow().phase())
                .isEqualTo(Phase.STORING);
        assertThatThrownBy(gateway::restore)
                .isInstanceOf(JobInProgressException.class)
                .hasMessage("A backup is running since 2026-02-27T15:46:00Z, phase storing. Wait until it has ended");
        assertThatThrownBy(gateway::startBackup).isInstanceOf(JobInProgressException.class);
        gate.open();
        assertThat(gateway.await(running).state()).isEqualTo(JobState.COMPLETED);
        gateway.faults.heal();
        gateway.completedRestore();
    }

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"PROBE", "LIST", "PUT"})
    void cancelledBackupLeavesNoObject(Call call) throws Exception {
        gateway.faults.before(call, name -> true, gate);
        Job running = gateway.startBackup();
        gate.awaitReached();
        assertThat(gateway.service().cancel("backup-999999")).isFalse();
        assertThat(gateway.service().cancel(running.id())).isTrue();
        assertThat(gateway.service().cancel(running.id())).isTrue();
        gate.open();
        assertCancelled(gateway.await(running), "Cancelled by an unknown user");
        assertThat(gateway.stored()).isEmpty();
        assertThat(gateway.service().cancel(running.id())).isFalse();
    }

    @Test
    void backupCancelledAfterItsManifestIsRemoved() throws Exception {
        gateway.faults.before(Call.READ, name -> name.endsWith("manifest.json"), gate);
        Job running = gateway.startBackup();
        gate.awaitReached();
        assertThat(gateway.stored()).anyMatch(name -> name.endsWith("manifest.json"));
        gateway.service().cancel(running.id());
        gate.open();
        assertCancelled(gateway.await(running), "Cancelled by an unknown user");
        assertThat(gateway.stored()).isEmpty();
    }

    /** A job that is complete but not ended yet: once it was cancelled successfully, it must not end COMPLETED. */
    @Test
    void backupCancelledAtTheEndIsRemovedOrNotCancelled() throws Exception {
        gateway.faults.before(Call.CLOSE, name -> true, () -> {
            if (gateway.service().latest(Operation.BACKUP).orElseThrow().phase() == Phase.COMMITTING) {
                gate.run();
            }
        });
        Job running = gateway.startBackup();
        gate.awaitReached();
        boolean cancelled = gateway.service().cancel(running.id());
        gate.open();
        assertThat(gateway.await(running).state()).isEqualTo(cancelled ? JobState.CANCELLED : JobState.COMPLETED);
        assertThat(gateway.stored().isEmpty()).isEqualTo(cancelled);
    }

    @Test
    void restoreCancelledDuringStagingChangesNothing() throws Exception {
        gateway.completedBackup();
        gateway.write("config/file", "present");
        SortedMap<String, String> before = gateway.tree();
        gateway.faults.before(Call.READ, name -> name.contains("packs"), gate);
        Job running = gateway.startRestore("backups", TestGateway.PASSWORD, false);
        gate.awaitReached();
        assertThat(gateway.service().cancel(running.id())).isTrue();
        gate.open();
        assertCancelled(gateway.await(running), "Cancelled by an unknown user");
        assertThat(gateway.tree()).isEqualTo(before);
        assertThat(gateway.state.resolve("restore.journal")).doesNotExist();
    }

    @Test
    void restoreCannotBeCancelledAfterTheSwap() throws Exception {
        gateway.completedBackup();
        gateway.write("config/file", "present");
        gateway.section("config").onActivated(gate);
        Job running = gateway.startRestore("backups", TestGateway.PASSWORD, false);
        gate.awaitReached();
        assertThat(gateway.service().cancel(running.id())).isFalse();
        gate.open();
        assertThat(gateway.await(running).state()).isEqualTo(JobState.COMPLETED);
        assertThat(gateway.root.resolve("config/file")).hasContent("backed up");
    }

    @Test
    void backupIsCancelledByStopOfTheGateway() throws Exception {
        gateway.faults.before(Call.PUT, name -> true, gate);
        Job running = gateway.startBackup();
        gate.awaitReached();
        gateway.stopAndOpen(gate);
        assertCancelled(
                gateway.service().job(running.id()).orElseThrow(),
                "Cancelled: the gateway was stopped. Start the job again");
        assertThat(gateway.stored()).isEmpty();
    }

    @Test
    void restoreAfterTheSwapIsCompletedBeforeTheGatewayStops() throws Exception {
        gateway.completedBackup();
        gateway.write("config/file", "present");
        gateway.section("config").onActivated(gate);
        Job running = gateway.startRestore("backups", TestGateway.PASSWORD, false);
        gate.awaitReached();
        gateway.stopAndOpen(gate);
        assertThat(gateway.service().job(running.id()).orElseThrow().state()).isEqualTo(JobState.COMPLETED);
        assertThat(gateway.root.resolve("config/file")).hasContent("backed up");
        assertThat(gateway.state.resolve("restore.journal")).doesNotExist();
    }

    /** Changed settings apply to the next job. */
    @Test
    void aRunningJobKeepsTheSettingsOfItsStart() throws Exception {
        gateway.completedBackup();
        gateway.write("config/file", "present");
        gateway.faults.before(Call.READ, name -> name.contains("packs"), gate);
        Job running = gateway.startRestore("backups", TestGateway.PASSWORD, false);
        gate.awaitReached();
        gateway.change(now -> new CoreSettings(
                now.stateDirectory(),
                new JobCapacity(1, 1, 1 << 20, 3),
                now.retry(),
                now.sectionTimeout(),
                now.expectedSections(),
                Duration.ofMinutes(5)));
        gate.open();
        assertThat(gateway.await(running).state()).isEqualTo(JobState.COMPLETED);
        gateway.faults.heal();
        gateway.completedBackup();
        Job next = gateway.startRestore("backups", TestGateway.PASSWORD, false);
        TestGateway.await(
                "it awaits a confirmation",
                () -> gateway.service().job(next.id()).orElseThrow().phase() == Phase.AWAITING_CONFIRMATION);
        assertThat(gateway.service().confirm(next.id())).isTrue();
        assertThat(gateway.await(next).state()).isEqualTo(JobState.COMPLETED);
    }

    /** The tree is between two states: no backup of it, as there is no plan. */
    @Test
    void afterARestoreThatCouldNotBeRolledBackThereIsNoBackup() throws Exception {
        gateway.completedBackup();
        Files.writeString(gateway.state.resolve("restore.journal"), "version=2\njob=restore-000009\nstep=SWAPPING\n");
        for (Job job : List.of(
                gateway.backup(),
                gateway.await(gateway.service()
                        .startPlan(TestGateway.request(
                                "backups", TestGateway.PASSWORD, RestoreSelection.everything(), Optional.empty()))))) {
            assertThat(job.state()).isEqualTo(JobState.ERROR);
            assertThat(job.message())
                    .contains("neither completed nor rolled back", "state is not final", "restart the gateway");
        }
        assertThat(gateway.stored()).allMatch(name -> name.startsWith("20260227_1546/"));
        gateway.completedRestore(); // It recovers the earlier one first.
        gateway.completedBackup();
    }

    @Test
    void notesAndWarningsAreListedSeparatelyAndTogether() throws Exception {
        Job first = gateway.completedBackup();
        assertThat(first.warnings()).isEmpty();
        assertThat(first.notes()).isEmpty();
        Command.run("mkfifo", gateway.root.resolve("config/pipe").toString());
        Job second = gateway.completedBackup();
        assertThat(second.warnings())
                .singleElement()
                .asString()
                .startsWith("config/pipe is a socket, a pipe or a device");
        assertThat(second.notes()).isEmpty();
        gateway.close();
        TestSection never = new TestSection("never", false, true, gateway.root.resolve("vault/never"));
        try (TestGateway again =
                new TestGateway(directory, gateway.memory).addSection(never).start()) {
            Job third = again.completedBackup();
            assertThat(third.warnings()).isEqualTo(second.warnings());
            assertThat(third.notes()).singleElement().asString().contains("without section never (The never)");
            assertThat(third.message())
                    .contains(third.warnings().get(0), third.notes().get(0));
            assertThat(again.service().job(second.id())).contains(second);
        }
    }

    @Test
    void afterTheStopNoJobIsStarted() throws Exception {
        gateway.close();
        assertThatThrownBy(gateway::startBackup).isInstanceOf(NotReadyException.class);
        assertThat(gateway.service().latest(Operation.BACKUP)).isEmpty();
    }

    @Test
    void uninstalledTransportFailsTheJob() throws Exception {
        gateway.faults.before(Call.PUT, name -> name.endsWith("index.json.zst.pgp"), gate);
        Job running = gateway.startBackup();
        gate.awaitReached();
        gateway.transports.removeProvider(gateway.faults);
        gate.open();
        Job ended = gateway.await(running);
        assertThat(ended.state()).isEqualTo(JobState.ERROR);
        assertThat(ended.message())
                .contains(
                        "The transport for this target was uninstalled while in use",
                        "20260227_1546 is left on the target");
        gateway.close();
        try (TestGateway again = new TestGateway(directory, gateway.memory).start()) {
            assertThat(again.stored()).isEmpty();
        }
    }

    @Test
    void everyStepIsAnEvent() throws Exception {
        gateway.completedBackup();
        assertThat(gateway.events)
                .extracting(event -> event.getTopic().replace("org/flowgateway/backup/job/", "") + " "
                        + TestGateway.job(event).phase())
                .containsExactly(
                        "STARTED CHECKING", "PHASE STORING", "PHASE VERIFYING", "PHASE COMMITTING", "ENDED ENDED");
        assertThat(TestGateway.job(gateway.events.get(4)).state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void failingEventServiceDoesNotAffectAJob() throws Exception {
        gateway.onEvent(event -> {
            throw new IllegalStateException("stopped");
        });
        gateway.completedBackup();
        gateway.completedRestore();
    }

    private static void assertCancelled(Job job, String message) {
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.message()).isEqualTo(message);
    }
}
