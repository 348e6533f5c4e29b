package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.api.RestoreCheck.Result;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.SectionPlan;
import org.flowgateway.backup.spi.section.SectionException;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.testsupport.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong, a plan lists it and is made all the same; a restore ends with the same words, and touches nothing. */
class PlanChecksTest {

    private static final RestoreSelection ALL = RestoreSelection.everything();
    private static final String NAME = "backups/20260227_1546/";

    @TempDir
    private Path directory;

    private TestGateway gateway;

    @BeforeEach
    void backUp() throws Exception {
        gateway = new TestGateway(directory)
                .clock(new TestClock("2026-02-27T15:46:00Z"))
                .start();
        gateway.write("config/file", "backed up");
        gateway.write("config/noise", 3 << 20);
        gateway.completedBackup();
        gateway.write("config/file", "present");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aWrongPasswordFailsOneCheckAndReadsNoPack() throws Exception {
        RestorePlan plan = gateway.plan("backups", "wrong", ALL);
        assertFails(plan, "password", "security_pwd does not match the password of 20260227_1546");
        assertThat(plan.sections()).isEmpty();
        assertThat(plan.backup().orElseThrow().directory()).isEqualTo("20260227_1546");
        assertThat(gateway.faults.calls())
                .noneMatch(made -> made.call() == Call.READ && made.name().contains("packs"));
    }

    @Test
    void aTargetWithoutABackupFails() throws Exception {
        RestorePlan plan = gateway.plan("elsewhere", TestGateway.PASSWORD, ALL);
        assertFails(plan, "committed", "There is no complete backup in elsewhere");
        assertThat(plan.backup()).isEmpty();
    }

    @Test
    void missingOrDamagedObjectFails() throws Exception {
        byte[] index = gateway.memory.objects().get(NAME + "index.json.zst.pgp");
        index = index.clone();
        index[index.length / 2] ^= 1;
        gateway.memory.plant(NAME + "index.json.zst.pgp", index);
        assertFails(gateway.plan(ALL), "committed", "20260227_1546 cannot be restored: the index is not the one");
        gateway.memory.lose(NAME + "packs/000000.tar.zst.pgp");
        assertFails(
                gateway.plan(ALL),
                "committed",
                "20260227_1546 cannot be restored: it is damaged, packs/000000.tar.zst.pgp is missing");
    }

    @Test
    void aNewerFormatFails() throws Exception {
        String text = new String(gateway.memory.objects().get(NAME + "manifest.json"), StandardCharsets.UTF_8);
        gateway.memory.plant(
                NAME + "manifest.json",
                text.replaceFirst("(\"formatVersion\" : )1", "$12").getBytes(StandardCharsets.UTF_8));
        assertFails(gateway.plan(ALL), "format", "The manifest of 20260227_1546 cannot be used");
    }

    @Test
    void unknownObjectsBesideTheBackupAreAWarning() throws Exception {
        gateway.memory.plant("backups/junk", new byte[1]).plant(NAME + "stranger", new byte[1]);
        RestorePlan plan = gateway.plan(ALL);
        assertThat(plan.executable()).isTrue();
        assertThat(of(plan, "committed"))
                .extracting(RestoreCheck::message)
                .anySatisfy(message -> assertThat(message).contains("Not a complete backup, ignored: junk"))
                .anySatisfy(message -> assertThat(message)
                        .contains("stranger in 20260227_1546 does not belong to the backup, ignored"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.9.9,FAIL",
        "0.9.9.SNAPSHOT,FAIL",
        "1.0.0,OK",
        "1.0.0.SNAPSHOT,OK",
        "1.0.0-SNAPSHOT,OK",
        "1.0.0.20270101,OK",
        "1.0.1,OK",
        "1.10.0,OK",
        "2,OK",
        "devel,WARNING"
    })
    void aLaterVersionsBackupFails(String ours, Result result) throws Exception {
        try (TestGateway other =
                again().product("test-gateway", ours, "testhost").start()) {
            RestorePlan plan = other.plan(ALL);
            assertThat(of(plan, "version")).extracting(RestoreCheck::result).containsExactly(result);
            if (result == Result.FAIL) {
                assertRefused(
                        other,
                        "20260227_1546 was made by version 1.0.0, later than " + ours
                                + " of this gateway. Nothing was changed");
            } else {
                assertWarned(
                        other.restore(plan),
                        result,
                        "20260227_1546 was made by version 1.0.0, which cannot be compared with devel");
            }
        }
    }

    @Test
    void anotherProductsBackupFails() throws Exception {
        try (TestGateway other =
                again().product("other-product", "1.0.0", "testhost").start()) {
            assertFails(
                    other,
                    other.plan(ALL),
                    "product",
                    "20260227_1546 cannot be restored here: it was made by another product, test-gateway");
        }
    }

    @Test
    void anotherGatewaysBackupIsAWarning() throws Exception {
        try (TestGateway other =
                again().product("test-gateway", "1.0.0", "otherhost").start()) {
            RestorePlan plan = other.plan(ALL);
            assertThat(of(plan, "host")).extracting(RestoreCheck::result).containsExactly(Result.WARNING);
            assertWarned(
                    other.restore(plan),
                    Result.WARNING,
                    "20260227_1546 was taken by the gateway testhost, and this one is otherhost");
        }
    }

    @Test
    void aRequiredSectionMustBeOnBothSides() throws Exception {
        try (TestGateway other = again().addSection(
                        new TestSection("snmp", true, true, directory.resolve("gateway/vault/snmp")))
                .start()) {
            assertFails(
                    other,
                    other.plan(ALL),
                    "sections",
                    "The backup does not hold snmp (The snmp), which this gateway requires");
            // What is not asked for need not be there.
            assertThat(other.plan(RestoreSelection.of(List.of("certs"), List.of()))
                            .executable())
                    .isTrue();
        }
        try (TestGateway other = again().without("config").start()) {
            assertFails(
                    other,
                    other.plan(ALL),
                    "sections",
                    "The backup holds config (The config), which this gateway does not have");
        }
        try (TestGateway other = again().without("certs").start()) {
            RestorePlan plan = other.plan(ALL);
            assertThat(plan.executable()).isTrue();
            assertThat(of(plan, "sections"))
                    .extracting(RestoreCheck::message)
                    .containsExactly("certs (The certs) is not restored: this gateway does not have it");
            assertFails(
                    other,
                    other.plan(RestoreSelection.of(List.of("certs"), List.of())),
                    "sections",
                    "The backup holds certs (The certs)");
        }
    }

    @Test
    void unknownSectionsFail() throws Exception {
        assertFails(
                gateway.plan(RestoreSelection.of(List.of("config", "nothing"), List.of())),
                "sections",
                "There is no section nothing, neither in the backup nor on this gateway");
        try (TestGateway other = again().addSection(
                        new TestSection("snmp", false, true, directory.resolve("gateway/vault/snmp")))
                .start()) {
            assertFails(
                    other,
                    other.plan(RestoreSelection.of(List.of("snmp"), List.of())),
                    "sections",
                    "The backup does not hold snmp (The snmp), which is to be restored");
        }
    }

    @Test
    void pathsMissingFromTheBackupFail() throws Exception {
        assertFails(
                gateway.plan(RestoreSelection.of(List.of(), List.of("config/file", "config/nothing"))),
                "paths",
                "The backup does not hold config/nothing");
    }

    @Test
    void pathBelowAFileFails() throws Exception {
        gateway.write("config/above/file", "backed up");
        gateway.completedBackup();
        Files.delete(gateway.root.resolve("config/above/file"));
        Files.delete(gateway.root.resolve("config/above"));
        Files.createSymbolicLink(gateway.root.resolve("config/above"), directory);
        assertFails(
                gateway.plan(RestoreSelection.of(List.of(), List.of("config/above/file"))),
                "paths",
                "config/above/file cannot be restored alone: " + gateway.root.resolve("config/above")
                        + " is not a directory");
    }

    @Test
    void pathBelowARootThatIsAFileFails() throws Exception {
        Path root = gateway.root.resolve("config");
        Files.move(root, directory.resolve("aside"));
        Files.writeString(root, "a file");
        assertFails(
                gateway.plan(RestoreSelection.of(List.of(), List.of("config/file"))),
                "paths",
                "config/file cannot be restored alone: " + root + " is not a directory");
    }

    @Test
    void olderLayoutsAreMigratedStepByStep() throws Exception {
        Path config = directory.resolve("gateway/config");
        VersionedSection section = new VersionedSection("config", true, 5, config)
                .leading(2, 3)
                .leading(3, 4)
                .leading(1, 2)
                .leading(3, 5)
                .leading(5, 6)
                .leading(1, 4);
        try (TestGateway other = again().section(section).start()) {
            RestorePlan plan = other.plan(ALL);
            assertThat(of(plan, "format"))
                    .extracting(RestoreCheck::message)
                    .singleElement()
                    .asString()
                    .contains("config has layout version [1]", "[5]: step 1-2, step 2-3, step 3-5");
            assertWarned(other.restore(plan), Result.WARNING, "is migrated to [5]");
            assertThat(config.resolve("history")).hasContent("1-2;2-3;3-5;");
            assertThat(config.resolve("file")).hasContent("backed up");
            other.write("config/file", "present");
            assertFails(
                    other,
                    other.plan(RestoreSelection.of(List.of(), List.of("config/file"))),
                    "format",
                    "cannot be mixed");
        }
    }

    @Test
    void layoutsWithoutMigrationFail() throws Exception {
        Path config = directory.resolve("gateway/config");
        try (TestGateway other = again().section(new VersionedSection("config", true, 3, config)
                        .leading(2, 3)
                        .leading(1, 1))
                .start()) {
            assertFails(
                    other,
                    other.plan(ALL),
                    "format",
                    "The backup's config has layout version [1], and no migration leads from it to this gateway's [3]");
        }
    }

    @Test
    void aNewerLayoutFails() throws Exception {
        Path config = directory.resolve("gateway/config");
        gateway.close();
        try (TestGateway newer = new TestGateway(directory, gateway.memory)
                .section(new VersionedSection("config", true, 2, config))
                .start()) {
            newer.completedBackup();
        }
        try (TestGateway other = again().start()) {
            assertFails(
                    other,
                    other.plan(ALL),
                    "format",
                    "The backup's config has layout version [2], but this gateway supports at most [1]");
        }
    }

    @Test
    void failedMigrationLeavesTheGatewayUnchanged() throws Exception {
        Path config = directory.resolve("gateway/config");
        for (VersionedSection.Step step : List.<VersionedSection.Step>of(
                staged -> {
                    throw new SectionException("the test wants it so");
                },
                staged -> {
                    throw new IllegalStateException("broken");
                })) {
            try (TestGateway other = again().section(
                            new VersionedSection("config", true, 2, config).leading(1, 2, step))
                    .start()) {
                assertRefused(other, "The restored config cannot be migrated to this gateway's layout: ");
            }
        }
    }

    @Test
    void unwritableDirectoriesAreReportedForEachSection() throws Exception {
        try (TestMount vault = TestMount.tmpfs(gateway.root.resolve("vault"), "ro")) {
            RestorePlan plan = gateway.plan(ALL);
            assertFails(
                    plan,
                    "writable",
                    "Cannot restore to " + vault.point().resolve("certs")
                            + ": the gateway's user has no write permission on " + vault.point());
            assertThat(of(plan, "writable")).hasSize(2);
            assertThat(plan.sections()).extracting(SectionPlan::id).containsExactly("config", "certs", "cloak_key");
        }
    }

    @Test
    void missingSpaceIsReportedForRestoredSectionsOnly() throws Exception {
        gateway.write("config/large", 5 << 20);
        gateway.completedBackup();
        gateway.close();
        try (TestMount small = TestMount.tmpfs(directory.resolve("small"), "size=4m");
                TestGateway full = new TestGateway(small.point(), gateway.memory).start()) {
            assertFails(
                    full,
                    full.plan(ALL),
                    "space",
                    "Not enough space for the current and the restored state side by side: ");
            full.write("config/file", "present");
            assertThat(full.restore(full.plan(RestoreSelection.of(List.of(), List.of("config/file"))))
                            .state())
                    .isEqualTo(JobState.COMPLETED);
            assertThat(full.root.resolve("config/file")).hasContent("present");
        }
    }

    @Test
    void backupWithoutSectionsOfThisGatewayFails() throws Exception {
        gateway.close();
        try (TestGateway other = new TestGateway(directory.resolve("other"), gateway.memory)
                .without("config")
                .without("certs")
                .without("cloak_key")
                .addSection(new TestSection("snmp", false, true, directory.resolve("snmp")))
                .start()) {
            assertThat(of(other.plan(RestoreSelection.withoutCertificates()), "sections"))
                    .extracting(RestoreCheck::message)
                    .anyMatch(message -> message.startsWith("The backup holds nothing"));
        }
    }

    @Test
    void damagedPackWithCertificatesIsDetected() throws Exception {
        gateway.write("vault/certs/server.pem", "not a certificate");
        gateway.completedBackup();
        String pack = gateway.stored().stream()
                .filter(name -> name.contains("packs/"))
                .reduce((one, other) -> other)
                .orElseThrow();
        byte[] bytes = gateway.memory.objects().get("backups/" + pack).clone();
        bytes[bytes.length / 2] ^= 1;
        gateway.memory.plant("backups/" + pack, bytes);
        assertFails(gateway.plan(ALL), "committed", "is damaged");
    }

    @Test
    void aTargetThatFailsIsAnErrorAndNoPlan() throws Exception {
        gateway.faults.failOn(Call.LIST, name -> true, FailureKind.DENIED);
        Job job = gateway.await(gateway.service()
                .startPlan(TestGateway.request("backups", TestGateway.PASSWORD, ALL, Optional.empty())));
        assertThat(job.state()).isEqualTo(JobState.ERROR);
        assertThat(gateway.service().plan(job.id())).isEmpty();
    }

    @Test
    void planRequiresThatEarlierRestoreWasRecovered() throws Exception {
        Files.writeString(gateway.state.resolve("restore.journal"), "half of one");
        Job job = gateway.await(gateway.service()
                .startPlan(TestGateway.request("backups", TestGateway.PASSWORD, ALL, Optional.empty())));
        assertThat(job.state()).isEqualTo(JobState.ERROR);
        assertThat(job.message()).contains("neither completed nor rolled back", "restart the gateway");
        Files.delete(gateway.state.resolve("restore.journal"));
    }

    /** A gateway of the same tree and target, started anew. */
    private TestGateway again() throws Exception {
        gateway.close();
        return new TestGateway(directory, gateway.memory);
    }

    private void assertFails(RestorePlan plan, String id, String message) throws Exception {
        assertFails(gateway, plan, id, message);
    }

    private static void assertFails(TestGateway gateway, RestorePlan plan, String id, String message) throws Exception {
        assertThat(plan.executable()).isFalse();
        assertThat(plan.checks())
                .filteredOn(check -> check.result() == Result.FAIL)
                .first()
                .satisfies(check -> {
                    assertThat(check.id()).isEqualTo(id);
                    assertThat(check.message()).contains(message).doesNotContain("Exception", "org.");
                    assertThat(check.action()).isNotEmpty();
                });
        assertThatThrownBy(() -> gateway.restore(plan))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(plan.id());
        if (!id.equals("password")) {
            assertRefused(gateway, plan.target().path(), plan.selection(), message);
        }
    }

    private static void assertRefused(TestGateway gateway, String message) throws Exception {
        assertRefused(gateway, "backups", ALL, message);
    }

    private static void assertRefused(TestGateway gateway, String path, RestoreSelection selection, String message)
            throws Exception {
        SortedMap<String, String> before = gateway.tree();
        Job restore = gateway.await(gateway.service()
                .startRestore(TestGateway.request(path, TestGateway.PASSWORD, selection, Optional.empty())));
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.ERROR);
        assertThat(restore.message()).contains(message);
        assertThat((Map<String, String>) gateway.tree()).isEqualTo(before);
    }

    private static void assertWarned(Job restore, Result result, String message) {
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
        if (result == Result.WARNING) {
            assertThat(restore.message()).contains(message);
        }
    }

    private static List<RestoreCheck> of(RestorePlan plan, String id) {
        return plan.checks().stream().filter(check -> check.id().equals(id)).toList();
    }
}
