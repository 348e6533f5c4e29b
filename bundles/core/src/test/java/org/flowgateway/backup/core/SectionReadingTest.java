package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.tck.Call;
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
        assertFails("Section config (The config) is not there", "It is required", "does not exist");
    }

    @Test
    void aRequiredSectionThatIsAFileIsAnError() throws Exception {
        Files.delete(gateway.root.resolve("config/file"));
        Files.delete(gateway.root.resolve("config"));
        gateway.write("config", "a file");
        assertFails("Section config (The config) is not there", "is not a directory");
    }

    @Test
    void neverSeenVaultSectionIsANoteAndNotRestored() throws Exception {
        Files.delete(gateway.root.resolve("vault/certs"));
        gateway.start();
        assertThat(gateway.completedBackup().notes())
                .singleElement()
                .asString()
                .startsWith("Section certs (The certs) is not there")
                .endsWith("This backup is without it");
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
        assertThat(gateway.completedBackup().message())
                .contains("certs cannot be backed up", "it is not in this backup");
        gateway.faults.heal();
        gateway.write("vault/certs/made-since", "kept");
        gateway.completedRestore();
        assertThat(gateway.root.resolve("vault/certs/made-since")).hasContent("kept");
    }

    @Test
    void undecodableNameIsAnErrorInRequiredSection() throws Exception {
        run("sh", "-c", "printf x > \"config/bad-$(printf '\\377')\"");
        assertFails("config/bad-", "its name is not UTF-8 text: rename it", "Nothing of section config may be missing");
    }

    @Test
    void undecodableNameIsAWarningInTheVault() throws Exception {
        gateway.write("vault/certs/good", "kept");
        run("sh", "-c", "mkdir \"vault/certs/bad-$(printf '\\377')\"");
        gateway.start();
        assertThat(gateway.completedBackup().message())
                .contains("certs/bad-", "its name is not UTF-8 text: rename it", "it is not in this backup");
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
                .hasMessageContaining("The directories of sections config and inner lie within one another");
    }

    @Test
    void sectionsNestedThroughLinksAreRejected() throws Exception {
        Files.createSymbolicLink(gateway.root.resolve("linked"), gateway.root.resolve("config"));
        gateway.addSection(new TestSection("inner", false, true, gateway.root.resolve("linked/inner")))
                .start();
        assertThatThrownBy(gateway::backup)
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("lie within one another");
    }

    private void assertFails(String... parts) throws Exception {
        gateway.start();
        Job backup = gateway.backup();
        assertThat(backup.state()).as(backup.message()).isEqualTo(JobState.ERROR);
        assertThat(backup.message()).contains(parts);
        ErrorsPage.OURS.assertDocuments(backup.message());
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
