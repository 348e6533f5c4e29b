package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.testsupport.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that a restore accepts, skips or refuses, and failures of the gateway itself. */
class RestoreRefusalTest {

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock("2026-02-27T15:46:00Z");
    private TestGateway gateway;

    @BeforeEach
    void backUp() throws Exception {
        gateway = new TestGateway(directory).clock(clock).start();
        gateway.write("config/file", "backed up");
        gateway.write("vault/certs/cert", "backed up");
        gateway.completedBackup();
        gateway.write("config/file", "present");
        gateway.write("config/added", "present");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void pathMayNameOneBackup() throws Exception {
        clock.set("2026-02-27T16:00:00Z");
        gateway.completedBackup();
        Job restore = gateway.restore("backups/20260227_1546", TestGateway.PASSWORD, false);
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
        assertThat(restore.backupDirectory()).isEqualTo("backups/20260227_1546");
        assertThat(gateway.root.resolve("config/file")).hasContent("backed up");
    }

    @Test
    void aBackupUnderAnotherNameIsReportedAndNotRestored() throws Exception {
        gateway.memory
                .objects()
                .forEach((name, content) ->
                        gateway.memory.plant(name.replace("20260227_1546", "20270101_0000"), content));
        assertThat(gateway.completedRestore().message()).startsWith("Not a complete backup, ignored: 20270101_0000");
        assertRefused("backups/20270101_0000", "has been renamed. Give the directory its original name");
    }

    @Test
    void unknownObjectsAreReportedOnceAndShortened() throws Exception {
        for (int i = 0; i < 14; i++) {
            gateway.memory.plant("backups/junk-%02d".formatted(i), new byte[1]);
        }
        gateway.memory
                .plant("backups/20260227_1546/stranger", new byte[1])
                .plant("backups/20261301_0000/manifest.json", new byte[1]);
        assertThat(gateway.completedRestore().message())
                .contains("Not a complete backup, ignored: 20261301_0000, junk-00", "and 5 more")
                .contains("stranger in 20260227_1546 does not belong to the backup, ignored");
    }

    @Test
    void damagedNewestBackupIsNotReplacedByAnOlderOne() throws Exception {
        clock.set("2026-02-28T10:00:00Z");
        gateway.completedBackup();
        gateway.memory.plant("backups/20260228_1000/manifest.json", new byte[] {'{'});
        assertRefused("backups", "The manifest of 20260228_1000 cannot be used");
        assertThat(gateway.restore("backups/20260227_1546", TestGateway.PASSWORD, false)
                        .state())
                .isEqualTo(JobState.COMPLETED);
    }

    @Test
    void sectionMayRejectTheStagedState() throws Exception {
        gateway.section("certs").refuse();
        assertRefused("backups", "The restored certs was rejected: the test wants it so. Nothing was changed");
        assertThat(gateway.section("config").activations()).isZero();
    }

    @Test
    void sectionSeesStagedAndCurrentState() throws Exception {
        gateway.section("config")
                .onValidate(
                        () -> assertThat(gateway.root.resolve("config/file")).hasContent("present"));
        gateway.section("config")
                .onActivated(
                        () -> assertThat(gateway.root.resolve("config/file")).hasContent("backed up"));
        gateway.completedRestore();
        assertThat(gateway.section("config").activations()).isEqualTo(1);
    }

    @Test
    void failedActivationIsRolledBackAndTheOldStateActivated() throws Exception {
        gateway.section("certs").failNextActivation();
        assertRefused(
                "backups",
                "The gateway cannot work with the restored certs: the test wants it so",
                "rolled back to its previous state");
        assertThat(gateway.section("config").activations()).isEqualTo(2);
        assertThat(gateway.section("certs").activations()).isEqualTo(2);
    }

    @Test
    void failedActivationOfTheOldStateIsReported() throws Exception {
        gateway.section("certs").onActivated(() -> gateway.section("certs").failNextActivation());
        assertRefused(
                "backups",
                "The gateway cannot work with the restored certs",
                "certs does not work with its previous state");
    }

    @Test
    void sectionThatThrowsIsRolledBackAndTheOthersActivated() throws Exception {
        gateway.section("certs").onActivated(() -> {
            throw new IllegalStateException("broken");
        });
        assertRefused("backups", "certs does not work with its previous state");
        assertThat(gateway.section("cloak_key").activations()).isEqualTo(1);
    }

    @Test
    void aBackupWithoutARequiredSectionIsRefused() throws Exception {
        gateway.close();
        try (TestGateway upgraded = new TestGateway(directory, gateway.memory)) {
            upgraded.section(new TestSection("snmp", true, true, upgraded.root.resolve("vault/snmp")))
                    .start();
            gateway = upgraded;
            assertRefused(
                    "backups",
                    "The backup does not hold snmp (The snmp), which this gateway requires. Restore another backup");
        }
    }

    @Test
    void unknownSectionIsReportedOrRejectedIfRequired() throws Exception {
        gateway.close();
        try (TestGateway smaller = new TestGateway(directory, gateway.memory)) {
            smaller.without("certs").start();
            assertThat(smaller.completedRestore().message())
                    .contains("certs (The certs) is not restored", "etc/org.flowgateway.backup.section-certs.cfg");
        }
        try (TestGateway smaller = new TestGateway(directory, gateway.memory)) {
            gateway = smaller.without("config").start();
            assertRefused("backups", "The backup holds config (The config), which this gateway does not have");
        }
    }

    @Test
    void missingSpaceIsDetectedBeforeStaging() throws Exception {
        gateway.write("config/large", 5 << 20);
        clock.set("2026-02-28T10:00:00Z");
        gateway.completedBackup();
        gateway.close();
        try (TestMount small = TestMount.tmpfs(directory.resolve("small"), "size=4m");
                TestGateway full = new TestGateway(small.point(), gateway.memory)) {
            gateway = full.start();
            gateway.write("config/file", "present");
            assertRefused("backups", "Not enough space for the current and the restored state", "Free space there");
        }
    }

    private void assertRefused(String path, String... parts) throws Exception {
        SortedMap<String, String> before = gateway.tree();
        Job restore = gateway.restore(path, TestGateway.PASSWORD, false);
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.ERROR);
        assertThat(restore.message()).contains(parts);
        assertThat((Map<String, String>) gateway.tree()).isEqualTo(before);
        assertThat(gateway.state.resolve("restore.journal")).doesNotExist();
    }
}
