package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.testsupport.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restore by a plan does what the plan says, or nothing. */
class PlannedRestoreTest {

    private static final RestoreSelection ALL = RestoreSelection.everything();

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock("2026-02-27T15:46:00Z");
    private TestGateway gateway;

    @BeforeEach
    void backUp() throws Exception {
        gateway = new TestGateway(directory).clock(clock).start();
        gateway.write("config/file", "planned");
        gateway.write("config/directory/file", "planned");
        gateway.write("vault/certs/cert", "planned");
        gateway.completedBackup();
        gateway.write("config/file", "present");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void planIsNotAppliedToNewerBackup() throws Exception {
        RestorePlan plan = gateway.plan(ALL);
        clock.set("2026-02-28T10:00:00Z");
        gateway.completedBackup();
        Job restore = gateway.restore(plan);
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
        assertThat(restore.backupDirectory()).isEqualTo("backups/20260227_1546");
        assertThat(gateway.root.resolve("config/file")).hasContent("planned");
        assertThat(gateway.service().latest(Operation.RESTORE)).contains(restore);
    }

    @Test
    void planOfBackupsOwnDirectoryIsExecutedThere() throws Exception {
        RestorePlan plan = gateway.plan("backups/20260227_1546", TestGateway.PASSWORD, ALL);
        assertThat(gateway.restore(plan).state()).isEqualTo(JobState.COMPLETED);
        assertThat(gateway.root.resolve("config/file")).hasContent("planned");
    }

    @ParameterizedTest
    @EnumSource
    void gatewayChangedSinceThePlanIsNotRestored(Change change) throws Exception {
        RestorePlan plan = gateway.plan(ALL);
        change.action.to(gateway.root);
        int before = gateway.faults.calls().size();
        assertRefused(plan, "The gateway changed since " + plan.id() + " was made");
        assertThat(gateway.faults.calls().subList(before, gateway.faults.calls().size()))
                .noneMatch(made -> made.call() == Call.READ && made.name().contains("packs"));
    }

    /** The plan would do something else with them, though no file differs. */
    @ParameterizedTest
    @EnumSource
    void planIsNotExecutedWithOtherSettings(Setting setting) throws Exception {
        RestorePlan plan = gateway.plan(ALL);
        setting.change.accept(gateway.section("config"));
        assertRefused(plan, "The gateway changed since " + plan.id() + " was made");
    }

    /** A plug-in that was updated in between may lead an older layout to the present one in another way. */
    @Test
    void planIsNotExecutedWithOtherMigrations() throws Exception {
        gateway.close();
        Path config = gateway.root.resolve("config");
        VersionedSection section =
                new VersionedSection("config", true, 3, config).leading(1, 2).leading(2, 3);
        gateway = new TestGateway(directory, gateway.memory)
                .clock(clock)
                .section(section)
                .start();
        RestorePlan plan = gateway.plan(ALL);
        assertThat(plan.executable()).isTrue();
        section.leading(1, 3);
        SortedMap<String, String> before = gateway.tree();
        Job refused = gateway.restore(plan);
        assertThat(refused.state()).isEqualTo(JobState.ERROR);
        assertThat(refused.message()).contains("The gateway changed since " + plan.id() + " was made");
        assertThat((Map<String, String>) gateway.tree()).isEqualTo(before);
        assertThat(gateway.restore(gateway.plan(ALL)).state()).isEqualTo(JobState.COMPLETED);
        assertThat(config.resolve("history")).hasContent("1-3;");
    }

    @Test
    void changeJustBeforeTheSwapIsDetected() throws Exception {
        RestorePlan plan = gateway.plan(ALL);
        gateway.section("cloak_key").onValidate(() -> {
            try {
                gateway.write("config/file", "changed after the first look");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Job restore = gateway.restore(plan);
        assertThat(restore.message()).contains("The gateway changed since " + plan.id() + " was made");
        assertThat(gateway.root.resolve("config/file")).hasContent("changed after the first look");
        assertThat(gateway.section("config").activations())
                .as("with its current state, after it had stopped using it")
                .isEqualTo(1);
    }

    @Test
    void unselectedFilesMayChange() throws Exception {
        RestorePlan plan = gateway.plan(RestoreSelection.of(List.of("config"), List.of()));
        gateway.write("vault/certs/cert", "changed");
        assertThat(gateway.restore(plan).state()).isEqualTo(JobState.COMPLETED);
        assertThat(gateway.root.resolve("config/file")).hasContent("planned");
        assertThat(gateway.root.resolve("vault/certs/cert")).hasContent("changed");
    }

    @Test
    void planIsExecutedOnlyOnce() throws Exception {
        RestorePlan plan = gateway.plan(ALL);
        assertThat(gateway.restore(plan).state()).isEqualTo(JobState.COMPLETED);
        assertRefused(plan, "The gateway changed since " + plan.id() + " was made");
    }

    @Test
    void deletedBackupIsReported() throws Exception {
        RestorePlan plan = gateway.plan(ALL);
        gateway.stored().forEach(name -> gateway.memory.lose("backups/" + name));
        assertRefused(plan, "20260227_1546, which " + plan.id() + " restores, is no longer a complete backup");
    }

    @Test
    void replacedBackupIsReported() throws Exception {
        RestorePlan plan = gateway.plan(ALL);
        gateway.stored().forEach(name -> gateway.memory.lose("backups/" + name));
        SortedMap<String, String> before = gateway.tree();
        gateway.completedBackup();
        assertThat(gateway.stored()).contains("20260227_1546/manifest.json");
        assertThat((Map<String, String>) gateway.tree()).isEqualTo(before);
        assertRefused(plan, "20260227_1546 has been replaced since " + plan.id() + " was made");
    }

    @Test
    void unexecutablePlansAreRejectedAtOnce() throws Exception {
        RestorePlan plan = gateway.plan(ALL);
        assertInvalid(
                "backups", ALL, "plan-999999", "There is no such plan: it was never made, or deleted for newer ones");
        assertInvalid("backups", ALL, "../jobs/backup-000001", "There is no such plan");
        assertInvalid("elsewhere", ALL, plan.id(), plan.id() + " restores from another target");
        assertInvalid(
                "backups",
                RestoreSelection.withoutCertificates(),
                plan.id(),
                plan.id() + " restores another selection");
        RestorePlan failing = gateway.plan("backups", "wrong", ALL);
        assertInvalid("backups", ALL, failing.id(), failing.id() + " cannot be executed: a check failed");
        assertThat(gateway.service().latest(Operation.RESTORE)).isEmpty();
    }

    @Test
    void truncatedPlanIsAnError() throws Exception {
        RestorePlan plan = gateway.plan(ALL);
        Path file = gateway.state.resolve("plans/" + plan.id() + ".properties");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() / 2));
        assertThatThrownBy(() -> gateway.service().plan(plan.id()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the stored plan is incomplete");
        assertThatThrownBy(() -> gateway.restore(plan)).isInstanceOf(IOException.class);
    }

    @Test
    void interruptedPlanIsRecoveredAtNextStart() throws Exception {
        gateway.close();
        String record = Files.readString(gateway.state.resolve("jobs/backup-000001.properties"))
                .replace("operation=BACKUP", "operation=PLAN")
                .replace("state=COMPLETED", "state=EXECUTING")
                .replace("phase=ENDED", "phase=COMPARING")
                .replace("id=backup-000001", "id=plan-000002")
                .replace("number=1", "number=2");
        Files.writeString(gateway.state.resolve("jobs/plan-000002.properties"), record);
        try (TestGateway again = new TestGateway(directory, gateway.memory).start()) {
            Job plan = again.service().job("plan-000002").orElseThrow();
            assertThat(plan.state()).isEqualTo(JobState.ERROR);
            assertThat(plan.message())
                    .startsWith("The gateway stopped while this plan was being made: nothing was changed");
        }
    }

    @Test
    void planOccupiesTheSlotAndCanBeCancelled() throws Exception {
        gateway.faults.before(Call.READ, name -> name.contains("index"), () -> {
            Job running = gateway.service().latest(Operation.PLAN).orElseThrow();
            assertThatThrownBy(() -> gateway.startBackup()).hasMessageContaining("A plan is running since");
            assertThat(gateway.service().cancel(running.id())).isTrue();
        });
        Job plan = gateway.await(gateway.service()
                .startPlan(TestGateway.request("backups", TestGateway.PASSWORD, ALL, Optional.empty())));
        assertThat(plan.state()).isEqualTo(JobState.CANCELLED);
        assertThat(gateway.service().plan(plan.id())).isEmpty();
    }

    private void assertInvalid(String path, RestoreSelection selection, String plan, String message) {
        assertThatThrownBy(() -> gateway.service()
                        .startRestore(TestGateway.request(path, TestGateway.PASSWORD, selection, Optional.of(plan))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    private void assertRefused(RestorePlan plan, String message) throws Exception {
        SortedMap<String, String> before = gateway.tree();
        int activations = gateway.section("config").activations();
        Job restore = gateway.restore(plan);
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.ERROR);
        assertThat(restore.message()).contains(message);
        assertThat((Map<String, String>) gateway.tree()).isEqualTo(before);
        assertThat(gateway.section("config").activations()).isEqualTo(activations);
        assertThat(gateway.state.resolve("restore.journal")).doesNotExist();
    }

    /** Change of the gateway between plan and restore. */
    enum Change {
        CONTENT(root -> Files.writeString(root.resolve("config/file"), "PRESENT")),
        CONTENT_AND_TIME_PUT_BACK(root -> {
            Path file = root.resolve("config/file");
            FileTime time = Files.getLastModifiedTime(file);
            Files.writeString(file, "PRESENT");
            Files.setLastModifiedTime(file, time);
        }),
        MODE(root -> Files.setPosixFilePermissions(
                root.resolve("vault/certs/cert"), PosixFilePermissions.fromString("rwxrwxrwx"))),
        ADDED(root -> Files.createFile(root.resolve("vault/cloak_key/added"))),
        REMOVED(root -> Files.delete(root.resolve("config/directory/file"))),
        RENAMED(root -> Files.move(root.resolve("config/file"), root.resolve("config/renamed"))),
        LINKED(root -> Files.createLink(root.resolve("config/linked"), root.resolve("config/file"))),
        ROOT_GONE(root -> Files.move(root.resolve("vault/certs"), root.resolve("vault/moved")));

        private final Step action;

        Change(Step action) {
            this.action = action;
        }
    }

    enum Setting {
        SET_ID(TestSection::forbidSetId),
        LINKS_OUT(TestSection::forbidLinksOut);

        private final Consumer<TestSection> change;

        Setting(Consumer<TestSection> change) {
            this.change = change;
        }
    }

    /** A change to a tree. */
    @FunctionalInterface
    private interface Step {
        void to(Path root) throws IOException;
    }
}
