package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobEvents;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.testsupport.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway that stops during a job recovers it at its next start, by what is on disk, and leaves no orphans. */
class CrashTest {

    private static final String NAME = "20260227_1546";
    private static final String FOREIGN = "backups/20260227_1545/packs/000000.tar.zst.pgp";

    @TempDir
    private Path above;

    private final AtomicReference<DiskSnapshot> snapshot = new AtomicReference<>();
    private Path directory;
    private TestGateway gateway;
    private TestGateway again;

    @BeforeEach
    void start() throws Exception {
        directory = Files.createDirectory(above.resolve("host"));
        gateway = new TestGateway(directory).workers(1).clock(new TestClock("2026-02-27T15:46:00Z"));
        gateway.memory.plant(FOREIGN, new byte[] {1});
        gateway.write("config/file", "backed up");
        gateway.write("config/large", 9 << 20);
        gateway.write("vault/certs/cert", "backed up");
    }

    @AfterEach
    void stop() {
        gateway.close();
        if (again != null) {
            again.close();
        }
    }

    private void goDown() {
        if (snapshot.get() == null) {
            snapshot.set(DiskSnapshot.of(directory, gateway.memory));
        }
    }

    private void goDownAt(Phase phase) {
        gateway.onEvent(event -> {
            Job job = TestGateway.job(event);
            String topic = phase == Phase.ENDED
                    ? JobEvents.ENDED
                    : phase == Phase.CHECKING ? JobEvents.STARTED : JobEvents.PHASE;
            if (job.phase() == phase && event.getTopic().equals(topic)) {
                goDown();
            }
        });
    }

    private void startAgain() throws Exception {
        gateway.close();
        assertThat(snapshot.get())
                .as("the instant that the test is about has come")
                .isNotNull();
        snapshot.get().putBack();
        again = new TestGateway(directory, gateway.memory).start();
        assertThat(again.memory.objects()).containsKey(FOREIGN);
        assertThat(again.state.resolve("restore.journal")).doesNotExist();
    }

    private void assertBackupIsGone() throws Exception {
        startAgain();
        Job job = again.service().latest(Operation.BACKUP).orElseThrow();
        assertThat(job.state()).isEqualTo(JobState.ERROR);
        assertThat(job.message()).contains("The gateway stopped while this backup was running");
        assertThat(again.stored()).hasSize(1);
        assertThat(again.service().latestCompleted(Operation.BACKUP)).isEmpty();
        again.completedBackup();
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"STORING", "VERIFYING", "COMMITTING"})
    void interruptedBackupIsRemoved(Phase phase) throws Exception {
        goDownAt(phase);
        gateway.start().completedBackup();
        assertBackupIsGone();
    }

    @ParameterizedTest
    @CsvSource({
        "false,packs/000000.tar.zst.pgp",
        "true,packs/000000.tar.zst.pgp",
        "true,packs/000001.tar.zst.pgp",
        "false,index.json.zst.pgp",
        "true,index.json.zst.pgp",
        "false,manifest.json"
    })
    void backupInterruptedBeforeItsManifestIsRemoved(boolean after, String object) throws Exception {
        if (after) {
            gateway.faults.after(Call.PUT, (NAME + "/" + object)::equals, this::goDown);
        } else {
            gateway.faults.before(Call.PUT, (NAME + "/" + object)::equals, this::goDown);
        }
        gateway.start().completedBackup();
        assertBackupIsGone();
    }

    @Test
    void backupInterruptedAfterItsManifestIsComplete() throws Exception {
        gateway.faults.after(Call.PUT, (NAME + "/manifest.json")::equals, this::goDown);
        gateway.start().completedBackup();
        startAgain();
        Job job = again.service().latestCompleted(Operation.BACKUP).orElseThrow();
        assertThat(job.backupDirectory()).isEqualTo("backups/" + NAME);
        assertThat(job.message()).isEqualTo("The gateway stopped just after the backup was complete");
        again.completedRestore();
    }

    @Test
    void truncatedManifestDoesNotCompleteABackup() throws Exception {
        gateway.faults.after(Call.PUT, (NAME + "/manifest.json")::equals, () -> {
            gateway.memory.lose("backups/" + NAME + "/packs/000001.tar.zst.pgp");
            goDown();
        });
        gateway.start().backup();
        assertBackupIsGone();
    }

    @Test
    void endedBackupIsUnchanged() throws Exception {
        goDownAt(Phase.ENDED);
        Job backup = gateway.start().completedBackup();
        startAgain();
        assertThat(again.service().latestCompleted(Operation.BACKUP)).contains(backup);
        assertThat(again.stored()).contains(NAME + "/manifest.json");
    }

    @Test
    void directoryTakenBetweenClaimAndPutIsUnchanged() throws Exception {
        String first = "backups/" + NAME + "/packs/000000.tar.zst.pgp";
        gateway.faults.before(Call.PUT, (NAME + "/packs/000000.tar.zst.pgp")::equals, () -> {
            gateway.memory.plant(first, new byte[] {7});
            goDown();
        });
        gateway.start().completedBackup();
        startAgain();
        assertThat(again.service().latest(Operation.BACKUP).orElseThrow().state())
                .isEqualTo(JobState.ERROR);
        assertThat(again.memory.objects().get(first)).containsExactly(7);
    }

    @ParameterizedTest
    @CsvSource({
        "CHECKING,ERROR",
        "STAGING,ERROR",
        "SWAPPING,ERROR",
        "ACTIVATING,ERROR",
        "COMMITTING,ERROR",
        "ENDED,COMPLETED"
    })
    void interruptedRestoreLeavesExactlyOneState(Phase phase, JobState state) throws Exception {
        gateway.start().completedBackup();
        SortedMap<String, String> restored = gateway.tree();
        gateway.write("config/file", "present");
        SortedMap<String, String> old = gateway.tree();
        goDownAt(phase);
        gateway.completedRestore();
        assertSettled(state, state == JobState.COMPLETED ? restored : old);
    }

    @Test
    void restoreInterruptedDuringSectionCallIsRolledBack() throws Exception {
        gateway.start().completedBackup();
        gateway.write("config/file", "present");
        SortedMap<String, String> old = gateway.tree();
        gateway.section("config").onActivated(this::goDown);
        gateway.completedRestore();
        assertSettled(JobState.ERROR, old);
        again.completedRestore();
        assertThat(again.root.resolve("config/file")).hasContent("backed up");
    }

    @Test
    void restoreInterruptedDuringStagingLeavesNoFiles() throws Exception {
        gateway.start().completedBackup();
        gateway.write("config/file", "present");
        SortedMap<String, String> old = gateway.tree();
        gateway.section("config").onValidate(this::goDown);
        gateway.completedRestore();
        assertSettled(JobState.ERROR, old);
    }

    private void assertSettled(JobState state, SortedMap<String, String> tree) throws Exception {
        startAgain();
        Job job = again.service().latest(Operation.RESTORE).orElseThrow();
        assertThat(job.state()).as(job.message()).isEqualTo(state);
        assertThat(again.tree()).isEqualTo(tree);
        if (state == JobState.ERROR) {
            assertThat(job.message()).contains("it was rolled back to its previous state");
        }
    }
}
