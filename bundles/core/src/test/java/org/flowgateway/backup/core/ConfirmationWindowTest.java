package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobInProgressException;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NothingToConfirmException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.core.instance.DirectoryLocks;
import org.flowgateway.backup.core.instance.TreeHeldException;
import org.flowgateway.backup.core.instance.TreeLocks;
import org.flowgateway.backup.testsupport.TestClock;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restored state is rolled back unless it is confirmed within the confirmation window; a stop of the gateway does not change that. */
class ConfirmationWindowTest {

    private static final Duration LONG = Duration.ofMinutes(15);
    /** Window that ends by itself. */
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir
    private Path above;

    private final TestClock clock = new TestClock("2026-02-27T15:46:00Z");
    private Path directory;
    private TestGateway gateway;
    private SortedMap<String, String> restored;
    private SortedMap<String, String> old;
    private Job backup;

    @BeforeEach
    void start() throws Exception {
        directory = Files.createDirectory(above.resolve("host"));
        gateway = new TestGateway(directory).clock(clock).confirmationWindow(LONG);
        gateway.write("config/file", "backed up");
        gateway.write("vault/certs/cert", "backed up");
        backup = gateway.start().completedBackup();
        restored = gateway.tree();
        gateway.write("config/file", "present");
        gateway.write("config/more", "present");
        old = gateway.tree();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Job restoreAwaitingConfirmation() throws Exception {
        Job job = gateway.startRestore("backups", TestGateway.PASSWORD, false);
        TestGateway.await(
                "confirmation window",
                () -> gateway.service().job(job.id()).orElseThrow().phase() == Phase.AWAITING_CONFIRMATION);
        return gateway.service().job(job.id()).orElseThrow();
    }

    @Test
    void unconfirmedTreeStaysLockedForOtherInstallationsAfterRestart() throws Exception {
        TreeLocks others = new DirectoryLocks(TestTrees.fileTrees(TreeHook.NONE));
        List<Path> root = List.of(gateway.root.resolve("config"));
        startAgain();
        Job job = restoreAwaitingConfirmation();
        assertThatThrownBy(() -> others.hold(root)).isInstanceOf(TreeHeldException.class);
        startAgain();
        assertThatThrownBy(() -> others.hold(root)).isInstanceOf(TreeHeldException.class);
        gateway.service().confirm(job.id());
        assertEnded(JobState.COMPLETED, restored);
        TestGateway.await("the end of the job's thread", () -> isFree(others, root));
    }

    private static boolean isFree(TreeLocks locks, List<Path> root) {
        try {
            locks.hold(root).close();
            return true;
        } catch (TreeHeldException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startAgain() throws IOException {
        gateway.close();
        gateway = new TestGateway(directory, gateway.memory)
                .clock(clock)
                .locks(new DirectoryLocks(TestTrees.fileTrees(TreeHook.NONE)))
                .confirmationWindow(LONG)
                .start();
    }

    private Job latest() {
        return gateway.service().latest(Operation.RESTORE).orElseThrow();
    }

    /** The tree without what is kept hidden beside the sections. */
    private SortedMap<String, String> inUse() throws IOException {
        SortedMap<String, String> tree = gateway.tree();
        tree.keySet().removeIf(name -> name.contains(".restore-"));
        return tree;
    }

    private void assertRolledBackUnconfirmed() throws Exception {
        assertEnded(JobState.ERROR, old);
        assertThat(latest().message())
                .contains(
                        "rolled back to its previous state",
                        "nobody confirmed",
                        "2026-02-27T16:01:00Z",
                        "Restore again, and confirm in time");
    }

    private void assertEnded(JobState state, SortedMap<String, String> tree) throws IOException {
        Job ended = gateway.await(latest());
        assertThat(ended.state()).as(ended.message()).isEqualTo(state);
        assertThat(gateway.tree()).isEqualTo(tree);
        assertThat(gateway.state.resolve("restore.journal")).doesNotExist();
    }

    @Test
    void restoredStateIsActiveDuringTheWindowAndTheJobAsksForConfirmation() throws Exception {
        Job job = restoreAwaitingConfirmation();
        assertThat(job.state()).isEqualTo(JobState.EXECUTING);
        assertThat(job.message())
                .contains(
                        "not confirmed",
                        "rolled back at 2026-02-27T16:01:00Z",
                        "POST /api/mgmt.gateway_backup/1.1/jobs/" + job.id() + "/confirm",
                        "gateway-backup:confirm " + job.id() + " ");
        assertThat(inUse()).isEqualTo(restored);
        assertThatThrownBy(gateway::startBackup)
                .isInstanceOf(JobInProgressException.class)
                .hasMessageContaining("phase awaiting a confirmation");
    }

    @Test
    void confirmedRestoreIsFinal() throws Exception {
        Job job = restoreAwaitingConfirmation();
        assertThat(gateway.service().confirm(job.id())).isTrue();
        assertEnded(JobState.COMPLETED, restored);
        assertThat(latest().message()).isEmpty();
        assertThat(gateway.section("config").activations()).isEqualTo(1);
        assertThatThrownBy(() -> gateway.service().confirm(job.id()))
                .isInstanceOf(NothingToConfirmException.class)
                .hasMessage("There is nothing to confirm: " + job.id()
                        + " has ended and is complete. No further action is required");
        clock.advance(LONG);
        startAgain();
        assertEnded(JobState.COMPLETED, restored);
    }

    @Test
    void confirmationIsOnDiskWhenTheCallReturns() throws Exception {
        Job job = restoreAwaitingConfirmation();
        gateway.service().confirm(job.id());
        Path journal = gateway.state.resolve("restore.journal");
        assertThat(Files.exists(journal) ? Files.readString(journal) : "step=COMMITTED")
                .contains("step=COMMITTED");
        assertEnded(JobState.COMPLETED, restored);
    }

    @Test
    void unconfirmedRestoreIsRolledBack() throws Exception {
        Job job = restoreAwaitingConfirmation();
        clock.advance(LONG);
        assertRolledBackUnconfirmed();
        assertThat(gateway.section("config").activations()).isEqualTo(2);
        assertThatThrownBy(() -> gateway.service().confirm(job.id())).isInstanceOf(NothingToConfirmException.class);
        gateway.completedBackup();
    }

    @Test
    void clockSetBackDoesNotExtendTheWindow() throws Exception {
        gateway.close();
        gateway = new TestGateway(directory, gateway.memory)
                .clock(clock)
                .confirmationWindow(SHORT)
                .onEvent(event -> {
                    if (TestGateway.job(event).phase() == Phase.AWAITING_CONFIRMATION) {
                        clock.set("2020-01-01T00:00:00Z");
                    }
                })
                .start();
        Job restore = gateway.restore();
        assertThat(clock.instant()).isBefore("2026-01-01T00:00:00Z");
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.ERROR);
        assertThat(restore.message()).contains("nobody confirmed");
        assertThat(gateway.tree()).isEqualTo(old);
        assertThat(gateway.state.resolve("restore.journal")).doesNotExist();
    }

    @Test
    void cancelledRestoreIsRolledBackAtOnce() throws Exception {
        Job job = restoreAwaitingConfirmation();
        assertThat(gateway.service().cancel(job.id())).isTrue();
        assertEnded(JobState.CANCELLED, old);
        assertThat(latest().message()).startsWith("Cancelled").contains("rolled back to its previous state");
    }

    @Test
    void stopOfTheGatewayKeepsTheWindowOpen() throws Exception {
        restoreAwaitingConfirmation();
        clock.advance(LONG.dividedBy(2));
        startAgain();
        Job job = latest();
        assertThat(job.state()).isEqualTo(JobState.EXECUTING);
        assertThat(job.phase()).isEqualTo(Phase.AWAITING_CONFIRMATION);
        assertThat(job.message().lines()).hasSize(1).first().asString().contains("2026-02-27T16:01:00Z");
        assertThat(inUse()).isEqualTo(restored);
        assertThatThrownBy(gateway::startBackup).isInstanceOf(JobInProgressException.class);
        assertThat(gateway.service().confirm(job.id())).isTrue();
        assertEnded(JobState.COMPLETED, restored);
        gateway.completedBackup();
    }

    @Test
    void windowEndsAtItsDeadlineAfterRestart() throws Exception {
        restoreAwaitingConfirmation();
        startAgain();
        clock.advance(LONG);
        assertEnded(JobState.ERROR, old);
        assertThat(gateway.section("config").activations()).isEqualTo(1);
    }

    @Test
    void restoreCanBeCancelledAfterRestart() throws Exception {
        Job job = restoreAwaitingConfirmation();
        startAgain();
        startAgain();
        assertThat(gateway.service().cancel(job.id())).isTrue();
        assertEnded(JobState.CANCELLED, old);
    }

    @Test
    void windowThatExpiredWhileDownIsRolledBackFirst() throws Exception {
        restoreAwaitingConfirmation();
        gateway.close();
        clock.advance(LONG);
        startAgain();
        assertThat(latest().state()).isEqualTo(JobState.ERROR);
        assertRolledBackUnconfirmed();
        gateway.completedBackup();
    }

    @Test
    void crashKeepsTheWindowOpen() throws Exception {
        restoreAwaitingConfirmation();
        DiskSnapshot down = DiskSnapshot.of(directory, gateway.memory);
        gateway.close();
        down.putBack();
        startAgain();
        assertThat(latest().phase()).isEqualTo(Phase.AWAITING_CONFIRMATION);
        assertThat(inUse()).isEqualTo(restored);
        clock.advance(LONG);
        assertEnded(JobState.ERROR, old);
    }

    @Test
    void crashWithoutJobRecordRollsBack() throws Exception {
        Job job = restoreAwaitingConfirmation();
        DiskSnapshot down = DiskSnapshot.of(directory, gateway.memory);
        gateway.close();
        down.putBack();
        Files.delete(gateway.state.resolve("jobs").resolve(job.id() + ".properties"));
        startAgain();
        assertThat(gateway.tree()).isEqualTo(old);
        assertThat(gateway.state.resolve("restore.journal")).doesNotExist();
    }

    @Test
    void confirmationFailsIfJournalCannotBeWrittenAndStateIsRolledBack() throws Exception {
        Job job = restoreAwaitingConfirmation();
        Path inTheWay = Files.createDirectories(gateway.state.resolve("restore.journal.new/in the way"))
                .getParent();
        assertThatThrownBy(() -> gateway.service().confirm(job.id())).isInstanceOf(IOException.class);
        assertThat(latest().phase()).isEqualTo(Phase.AWAITING_CONFIRMATION);
        clock.advance(LONG);
        assertEnded(JobState.ERROR, old);
        Files.delete(inTheWay.resolve("in the way"));
        Files.delete(inTheWay);
    }

    @Test
    void failedConfirmationCanBeRepeated() throws Exception {
        Job job = restoreAwaitingConfirmation();
        Path inTheWay = Files.createDirectories(gateway.state.resolve("restore.journal.new/in the way"));
        assertThatThrownBy(() -> gateway.service().confirm(job.id())).isInstanceOf(IOException.class);
        Files.delete(inTheWay);
        assertThat(gateway.service().confirm(job.id())).isTrue();
        assertEnded(JobState.COMPLETED, restored);
    }

    @Test
    void onlyAwaitingJobCanBeConfirmed() throws Exception {
        assertThat(gateway.service().confirm("restore-999999")).isFalse();
        assertThatThrownBy(() -> gateway.service().confirm(backup.id()))
                .isInstanceOf(NothingToConfirmException.class)
                .hasMessageContaining(backup.id() + " has ended and is complete. No further action is required");
    }

    @Test
    void noSecretIsKeptDuringTheWindow() throws Exception {
        Job job = restoreAwaitingConfirmation();
        try (Stream<Path> files = Files.walk(gateway.state)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all)
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(TestGateway.PASSWORD));
        }
        assertThat(job.message()).doesNotContain(TestGateway.PASSWORD);
    }
}
