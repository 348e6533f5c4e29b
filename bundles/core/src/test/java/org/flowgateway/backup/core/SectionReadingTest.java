package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.core.settings.CoreSettings;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An unreadable file ends the backup if its section is required, and is a warning otherwise. */
class SectionReadingTest {

    @TempDir
    private Path directory;

    private TestGateway gateway;

    @BeforeEach
    void prepare() throws Exception {
        gateway = new TestGateway(directory).workers(1);
        gateway.write("config/file", "content");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void missingRequiredSectionIsAnError() throws Exception {
        Files.delete(gateway.root.resolve("config/file"));
        Files.delete(gateway.root.resolve("config"));
        assertFails("Section config (The config) does not exist, but is required", "Check GATEWAY_ROOT");
    }

    @Test
    void aRequiredSectionThatIsAFileIsAnError() throws Exception {
        Files.delete(gateway.root.resolve("config/file"));
        Files.delete(gateway.root.resolve("config"));
        gateway.write("config", "a file");
        assertFails("Section config (The config) cannot be read, but is required", "is not a directory");
    }

    @Test
    void backupOfNoSectionIsAnError() throws Exception {
        gateway.without("config");
        Files.delete(gateway.root.resolve("vault/certs"));
        Files.delete(gateway.root.resolve("vault/cloak_key"));
        assertFails("There is nothing to back up: none of the gateway's sections exists");
    }

    @Test
    void backupOfUnreadableSectionsIsAnError() throws Exception {
        gateway.without("config").observed((operation, path) -> {
            if (operation == TreeOperation.LIST) {
                throw new AccessDeniedException(path);
            }
        });
        assertFails("There is nothing to back up: none of the gateway's sections can be read");
    }

    @Test
    void sectionThatIsAFileIsOmittedUnlessItIsRequired() throws Exception {
        Files.delete(gateway.root.resolve("vault/certs"));
        gateway.write("vault/certs", "a file");
        assertThat(gateway.start().completedBackup().warnings())
                .singleElement()
                .asString()
                .contains("without section certs (The certs), which cannot be read", "not a directory");
    }

    @Test
    void unreadableListOfKnownSectionsIsAnError() throws Exception {
        Files.delete(gateway.root.resolve("vault/certs"));
        Files.createDirectories(gateway.state.resolve("sections.seen"));
        assertFails("The list of sections that were backed up before", "sections.seen");
    }

    @Test
    void missingSectionsPreventJobs() throws Exception {
        gateway.start()
                .change(now -> new CoreSettings(
                        now.stateDirectory(),
                        now.capacity(),
                        now.retry(),
                        now.sectionTimeout(),
                        Set.of("config", "ghost"),
                        now.confirmationWindow()));
        assertThatThrownBy(gateway::backup)
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("not there yet: ghost");
    }

    @Test
    void stateDirectoryInASectionPreventsJobs() throws Exception {
        gateway.addSection(new TestSection("state", false, true, gateway.state)).start();
        assertThatThrownBy(gateway::backup)
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("The state directory " + gateway.state)
                .hasMessageContaining("GATEWAY_STATE_DIR");
    }

    @Test
    void neverSeenVaultSectionIsANoteAndNotRestored() throws Exception {
        Files.delete(gateway.root.resolve("vault/certs"));
        gateway.start();
        assertThat(gateway.completedBackup().notes())
                .singleElement()
                .asString()
                .startsWith("This backup is without section certs (The certs), which does not exist");
        gateway.write("vault/certs/made-since", "kept");
        gateway.write("config/made-since", "goes");
        gateway.completedRestore();
        assertThat(gateway.root.resolve("vault/certs/made-since")).hasContent("kept");
        assertThat(gateway.root.resolve("config/made-since")).doesNotExist();
    }

    @Test
    void vanishedVaultSectionIsNotRestored() throws Exception {
        gateway.write("config/large", 9 << 20);
        gateway.start()
                .faults
                .before(Call.PUT, name -> name.endsWith("000000.tar.zst.pgp"), () -> run("rmdir", "vault/certs"));
        assertThat(gateway.completedBackup().message()).contains("certs is not in this backup");
        gateway.faults.heal();
        gateway.write("vault/certs/made-since", "kept");
        gateway.completedRestore();
        assertThat(gateway.root.resolve("vault/certs/made-since")).hasContent("kept");
    }

    @Test
    void undecodableNameIsAnErrorInRequiredSection() throws Exception {
        run("sh", "-c", "printf x > \"config/bad-$(printf '\\377')\"");
        assertFails("config/bad-", "its name is not UTF-8 text. Rename it", "nothing of section config may be missing");
    }

    @Test
    void undecodableNameIsAWarningInTheVault() throws Exception {
        gateway.write("vault/certs/good", "kept");
        run("sh", "-c", "mkdir \"vault/certs/bad-$(printf '\\377')\"");
        gateway.start();
        assertThat(gateway.completedBackup().message())
                .contains("certs/bad-", "is not in this backup: its name is not UTF-8 text. Rename it");
        gateway.completedRestore();
        assertThat(gateway.root.resolve("vault/certs")).isDirectoryContaining(file -> file.endsWith("good"));
    }

    @Test
    void linkToUndecodableNameIsNotRestored() throws Exception {
        run("sh", "-c", "ln -s \"to-$(printf '\\377')\" config/link");
        assertFails("config/link", "it points to a name that is not UTF-8 text");
    }

    @Test
    void socketsAndPipesAreOmittedWithAWarning() throws Exception {
        run("mkfifo", "config/pipe");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(gateway.root.resolve("vault/certs/socket")));
            gateway.start();
            Job backup = gateway.completedBackup();
            assertThat(backup.message())
                    .contains(
                            "config/pipe is a socket, a pipe or a device; it is not in this backup",
                            "certs/socket is a socket");
            run("rm", "config/pipe", "vault/certs/socket");
            SortedMap<String, String> before = gateway.tree();
            gateway.completedRestore();
            assertThat(gateway.tree().keySet()).isEqualTo(before.keySet());
        }
    }

    @Test
    void sectionsWithTheSameIdAreRejected() throws Exception {
        gateway.addSection(new TestSection("certs", false, true, gateway.root.resolve("other")))
                .start();
        assertThatThrownBy(gateway::backup)
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("Two sections are called certs");
        assertThatThrownBy(gateway.service()::checkReady).isInstanceOf(NotReadyException.class);
    }

    @Test
    void nestedSectionsAreRejected() throws Exception {
        gateway.addSection(new TestSection("inner", false, true, gateway.root.resolve("x/../config/inner")))
                .start();
        assertThatThrownBy(gateway::backup)
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("The directories of sections config and inner are within one another");
    }

    @Test
    void sectionsNestedThroughLinksAreRejected() throws Exception {
        Files.createSymbolicLink(gateway.root.resolve("linked"), gateway.root.resolve("config"));
        gateway.addSection(new TestSection("inner", false, true, gateway.root.resolve("linked/inner")))
                .start();
        assertThatThrownBy(gateway::backup)
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("are within one another");
    }

    private void assertFails(String... parts) throws Exception {
        gateway.start();
        Job backup = gateway.backup();
        assertThat(backup.state()).as(backup.message()).isEqualTo(JobState.ERROR);
        assertThat(backup.message()).contains(parts);
        assertThat(gateway.stored()).isEmpty();
    }

    private void run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(gateway.root.toFile())
                    .inheritIO()
                    .start();
            assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
