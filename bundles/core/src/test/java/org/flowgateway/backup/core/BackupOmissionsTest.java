package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.archive.Omission.Reason;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.SystemAccounts;
import org.flowgateway.backup.tree.TreeDeletion;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Omissions are recorded in the backup. If a required file cannot be read, the backup ends with all of them in one message. */
@Timeout(300)
class BackupOmissionsTest {

    @TempDir
    private Path directory;

    private TestGateway gateway;
    private Path config;

    @BeforeEach
    void prepare() throws Exception {
        gateway = new TestGateway(directory).workers(1);
        config = gateway.root.resolve("config");
        gateway.write("config/file", "content");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void shell(String script) throws Exception {
        Command.run("sh", "-c", "cd '" + gateway.root + "'; " + script);
    }

    /** No permission for anything with this in its name. */
    private static TreeHook denying(String part) {
        return (operation, path) -> {
            if ((operation == TreeOperation.OPEN_TO_READ || operation == TreeOperation.LIST) && path.contains(part)) {
                throw new AccessDeniedException(path);
            }
        };
    }

    @Test
    void allOmissionsAreInTheIndexAndCountedInTheManifest() throws Exception {
        gateway.write("vault/certs/denied", "x");
        gateway.write("vault/certs/denied-directory/inner", "x");
        shell("cd vault/certs; mkfifo pipe; mknod device c 1 3; : > \"bad-$(printf '\\377')\"; mkdir \"bad-$(printf"
                + " '\\376')\"; ln -s \"$(printf '\\377')\" link");
        gateway.observed(denying("denied")).start();
        assertThat(gateway.completedBackup().message())
                .contains(
                        "certs/bad-\\xff is not in this backup: its name is not UTF-8 text. Rename it",
                        "certs/denied is not in this backup: permission denied",
                        "certs/denied-directory is not in this backup: permission denied");
        TestIndex index = TestIndex.of(gateway);
        assertThat(index.omissions())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "certs/denied",
                        Reason.UNREADABLE,
                        "certs/denied-directory",
                        Reason.UNREADABLE,
                        "certs/pipe",
                        Reason.PIPE,
                        "certs/device",
                        Reason.DEVICE,
                        "certs/bad-\\xff",
                        Reason.NAME_NOT_UTF8,
                        "certs/bad-\\xfe",
                        Reason.NAME_NOT_UTF8,
                        "certs/link",
                        Reason.LINK_NOT_UTF8));
        assertThat(index.sections().get("certs").omitted())
                .isEqualTo(Map.of(
                        Reason.UNREADABLE,
                        2L,
                        Reason.PIPE,
                        1L,
                        Reason.DEVICE,
                        1L,
                        Reason.NAME_NOT_UTF8,
                        2L,
                        Reason.LINK_NOT_UTF8,
                        1L));
        assertThat(index.sections().get("config").omitted()).isEmpty();
    }

    @Test
    void unreadableSectionIsAnOmission() throws Exception {
        Files.delete(gateway.root.resolve("vault/cloak_key"));
        gateway.observed(denying("vault/certs")).start();
        assertThat(gateway.completedBackup().message())
                .contains(
                        "certs is not in this backup: permission denied",
                        "This backup is without section cloak_key (The cloak_key)");
        TestIndex index = TestIndex.of(gateway);
        assertThat(index.omissions())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("certs", Reason.SECTION_UNREADABLE, "cloak_key", Reason.SECTION_MISSING));
        assertThat(index.sections().get("certs").entries()).isZero();
        gateway.write("vault/cloak_key/made-since", "kept");
        gateway.completedRestore();
        assertThat(gateway.root.resolve("vault/cloak_key/made-since")).hasContent("kept");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void allUnreadableFilesOfRequiredSectionAreReportedTogether(int workers) throws Exception {
        gateway.workers(workers);
        for (int i = 0; i < 18; i++) {
            gateway.write("config/%02d/denied".formatted(i), 20_000);
            gateway.write("config/%02d/fine".formatted(i), 1 << 20);
        }
        gateway.write("config/00-denied-directory/inner", "x");
        gateway.write("vault/certs/never read", "x");
        shell("mkdir -p config/99/deep; for i in 1 2 3; do : > \"config/99/deep/bad-$i$(printf '\\377')\"; done;"
                + " mkfifo config/99/pipe");
        gateway.observed(denying("denied")).start();
        Job backup = gateway.backup();
        assertThat(backup.state()).isEqualTo(JobState.ERROR);
        SystemAccounts accounts = new SystemAccounts();
        String user = accounts.user(TestTrees.fileTrees(TreeHook.NONE).userId());
        assertThat(backup.message())
                .contains(
                        "config/00-denied-directory",
                        "config/00/denied, ",
                        ": permission denied. Give the gateway's user " + user + " the right to it. ",
                        "nothing of section config may be missing and 22 files of it cannot be backed up");
        for (int i = 0; i < 18; i++) {
            assertThat(backup.message()).contains("config/%02d/denied".formatted(i));
        }
        assertThat(backup.message()).contains("config/99/deep/bad-1\\xff: its name is not UTF-8 text. Rename it");
        assertThat(backup.message()).doesNotContain("fine", "certs");
        assertThat(gateway.stored()).isEmpty();
    }

    @Test
    void undecodableNameDeepInTheTreeAffectsOnlyItself() throws Exception {
        Files.createDirectories(config.resolve("a/b/c"));
        shell(": > \"config/a/b/c/bad-$(printf '\\377')\"");
        gateway.start();
        Job backup = gateway.backup();
        assertThat(backup.message())
                .contains(
                        "nothing of section config may be missing",
                        "config/a/b/c/bad-\\xff cannot be backed up: its name is not UTF-8 text. Rename it");
    }

    @Test
    void neverSeenVaultSectionIsANote() throws Exception {
        Path root = gateway.root.resolve("vault/snmp");
        gateway.addSection(new TestSection("snmp", true, true, root)).start();
        assertThat(gateway.completedBackup().notes())
                .singleElement()
                .asString()
                .contains("without section snmp (The snmp)", root + ": it does not exist");
        assertThat(TestIndex.of(gateway).omissions()).containsExactly(Map.entry("snmp", Reason.SECTION_MISSING));
        gateway.completedRestore();
    }

    @Test
    void knownVaultSectionMustNotBeMissing() throws Exception {
        Path root = gateway.root.resolve("vault/snmp");
        gateway.addSection(new TestSection("snmp", true, true, root));
        gateway.write("vault/snmp/file", "secret");
        gateway.start();
        gateway.completedBackup();
        gateway.close();
        Files.move(root, gateway.root.resolve("renamed"));
        try (TestGateway again = new TestGateway(directory, gateway.memory)
                .addSection(new TestSection("snmp", true, true, root))
                .start()) {
            Job backup = again.backup();
            assertThat(backup.state()).isEqualTo(JobState.ERROR);
            assertThat(backup.message())
                    .contains(
                            "Section snmp (The snmp) does not exist",
                            "was in an earlier backup",
                            "Mount it, or check GATEWAY_ROOT",
                            "set required = false in etc/org.flowgateway.backup.section-snmp.cfg");
        }
        try (TestGateway again = new TestGateway(directory, gateway.memory)
                .addSection(new TestSection("snmp", false, true, root))
                .start()) {
            assertThat(again.completedBackup().warnings())
                    .singleElement()
                    .asString()
                    .contains("without section snmp (The snmp)", "was in an earlier backup");
        }
    }

    @Test
    void fileBeyondTheFormatsLimitsIsAnError() throws Exception {
        try (DirectoryHandle handle = TestTrees.fileTrees(TreeHook.NONE).open(config.toRealPath())) {
            var file = handle.createFile("sparse", 0600);
            file.setLength(4L << 40);
            file.close();
        }
        gateway.start();
        Job backup = gateway.backup();
        assertThat(backup.state()).isEqualTo(JobState.ERROR);
        assertThat(backup.message())
                .contains(
                        "config/sparse cannot be backed up: its 4194304 MiB are more than a backup of 100000 packs can"
                                + " hold",
                        "GATEWAY_PACK_MIB");
    }

    @Test
    void pathBeyondTheFormatIsAnOmission() throws Exception {
        Path certs = gateway.root.resolve("vault/certs");
        nest(certs, 2_050);
        gateway.start();
        Job backup = gateway.backup();
        try (DirectoryHandle root = TestTrees.fileTrees(TreeHook.NONE).open(certs.toRealPath())) {
            TreeDeletion.delete(root, "d");
        }
        assertThat(backup.state()).isEqualTo(JobState.COMPLETED);
        assertThat(backup.warnings()).singleElement().asString().startsWith("certs/d/d/");
        assertThat(TestIndex.of(gateway).omissions()).containsValue(Reason.TOO_LONG);
    }

    /** Creates directories within one another, and a file in the last one. */
    private static void nest(Path directory, int depth) throws IOException {
        DirectoryHandle current = TestTrees.fileTrees(TreeHook.NONE).open(directory.toRealPath());
        for (int i = 0; i < depth; i++) {
            current.createDirectory("d", 0700);
            DirectoryHandle below = current.openDirectory("d");
            current.close();
            current = below;
        }
        current.createFile("f", 0600).close();
        current.close();
    }

    @Test
    void aVeryDeepTreeIsBackedUp() throws Exception {
        nest(config, 1_950);
        gateway.start();
        Job backup = gateway.backup();
        try (DirectoryHandle root = TestTrees.fileTrees(TreeHook.NONE).open(config.toRealPath())) {
            TreeDeletion.delete(
                    root, "d"); // First of all: no other tool can tidy up after a failure in any reasonable time.
        }
        assertThat(backup.message()).isEmpty();
        assertThat(TestIndex.of(gateway).entries()).hasSize(1_955).containsKey("config" + "/d".repeat(1_950) + "/f");
    }
}
