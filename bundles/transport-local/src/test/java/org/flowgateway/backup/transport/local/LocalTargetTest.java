package org.flowgateway.backup.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepted paths and defaults of a target. */
class LocalTargetTest {

    @TempDir
    Path base;

    private Path directory;
    private LocalTransport transport;

    @BeforeEach
    void configure() {
        directory = base.resolve("backups");
        transport = TestTransport.to(directory, base.resolve("second"));
    }

    @Test
    @DisplayName("user and path have defaults, and given values are kept")
    void fillsIn() throws Exception {
        assertThat(transport.complete(target(""), false))
                .isEqualTo(new TransportTarget("local", "localhost", "mazu", directory.toString()));
        TransportTarget full = new TransportTarget("local", "localhost", "somebody", directory + "/./sub/");
        assertThat(transport.complete(full, true)).isEqualTo(full);
    }

    @Test
    @DisplayName("a path inside the directory or a further root is accepted, whether it exists or not")
    void honoursAllowed() throws Exception {
        Files.createDirectories(directory.resolve("there"));
        for (String path : new String[] {
            "backups", "backups/there", "backups/not/there/yet", "second", "second/deep/below", "backups/x/../y"
        }) {
            String full = base + "/" + path;
            assertThat(transport.complete(target(full), false).path()).isEqualTo(full);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/etc",
                "BASE",
                "BASE/backups-not",
                "BASE/backups/../elsewhere",
                "BASE/backups/../../..",
                "BASE/backups/missing/../../outside",
                "backups",
                "~",
                ".",
                "BASE/link/x",
                "BASE/backups/out",
                "BASE/backups/out/x",
                "BASE/backups/dangling",
                "BASE/backups/loop",
                "BASE/backups/file",
                "BASE/backups/file/x",
                "BASE/backups/\0"
            })
    @DisplayName("any other path is INVALID_TARGET, and the message names the allowed ones")
    void refusesOthers(String path) throws Exception {
        Files.createDirectories(directory);
        Path outside = Files.createDirectory(base.resolve("outside"));
        Files.createSymbolicLink(base.resolve("link"), outside);
        Files.createSymbolicLink(directory.resolve("out"), outside);
        Files.createSymbolicLink(directory.resolve("dangling"), base.resolve("nowhere"));
        Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
        Files.createFile(directory.resolve("file"));
        TransportTarget target = target(path.replace("BASE", base.toString()));
        TransportException refused =
                catchThrowableOfType(TransportException.class, () -> transport.complete(target, false));
        assertThat(refused.kind()).isEqualTo(FailureKind.INVALID_TARGET);
        assertThat(refused)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining(base.resolve("second").toString());
        assertThat(catchThrowableOfType(TransportException.class, () -> transport.open(target, Optional.empty()))
                        .kind())
                .isEqualTo(FailureKind.INVALID_TARGET);
    }

    @Test
    @DisplayName("a configured directory may be reached through a symbolic link")
    void followsTheConfiguredDirectory() throws Exception {
        Path disk = Files.createDirectory(base.resolve("disk"));
        Files.createSymbolicLink(directory, disk);
        TransportTarget target = transport.complete(target(directory + "/sub"), false);
        try (TransportSession session = transport.open(target, Optional.empty())) {
            session.put(new ObjectName("object"), BytesSource.random(10, 1));
        }
        assertThat(disk.resolve("sub/object")).hasSize(10);
    }

    @Test
    @DisplayName("a symbolic link that stays inside the directory is accepted")
    void followsInside() throws Exception {
        Files.createDirectories(directory.resolve("real"));
        Files.createSymbolicLink(directory.resolve("alias"), directory.resolve("real"));
        try (TransportSession session = transport.open(target(directory + "/alias"), Optional.empty())) {
            session.put(new ObjectName("object"), BytesSource.random(10, 1));
        }
        assertThat(directory.resolve("real/object")).hasSize(10);
    }

    @Test
    @DisplayName("another scheme is rejected")
    void otherScheme() {
        assertThat(catchThrowableOfType(
                                TransportException.class,
                                () -> transport.complete(new TransportTarget("sftp", "", "", ""), false))
                        .kind())
                .isEqualTo(FailureKind.INVALID_TARGET);
    }

    @Test
    @DisplayName("without a valid configuration every target is rejected, with the configuration's problem")
    void withoutConfiguration() {
        LocalTransport invalid = TestTransport.to("relative");
        TransportException refused =
                catchThrowableOfType(TransportException.class, () -> invalid.complete(target(""), false));
        assertThat(refused.kind()).isEqualTo(FailureKind.INVALID_TARGET);
        assertThat(refused.description().code()).isEqualTo("local.not-configured");
        assertThat(refused).hasMessageContaining("directory [relative] is not an absolute path");
    }

    @Test
    @DisplayName("an invalid configuration is rejected with PID and key")
    void refusesConfiguration() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedDirectories(new LocalTestConfiguration("relative")))
                .withMessage("org.flowgateway.backup.transport.local: directory [relative] is not an absolute path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedDirectories(new LocalTestConfiguration("")))
                .withMessageContaining("directory []");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedDirectories(new LocalTestConfiguration("/a\0")))
                .withMessageContaining("org.flowgateway.backup.transport.local: directory");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedDirectories(new LocalTestConfiguration("/a", "/b", "c")))
                .withMessage("org.flowgateway.backup.transport.local: roots [c] is not an absolute path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedDirectories(new LocalTestConfiguration("/a", "/b", "")))
                .withMessageContaining("roots []");
    }

    @Test
    @DisplayName("further directories may be one text with commas, as in a .cfg file")
    void rootsWithCommas() throws Exception {
        LocalTransport several = TestTransport.to(directory, base + "/a, " + base + "/b," + base + "/c");
        for (String root : new String[] {"/a/x", "/b", "/c/y"}) {
            assertThat(several.complete(target(base + root), false).path()).isEqualTo(base + root);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedDirectories(new LocalTestConfiguration("/a", "/b,c")))
                .withMessageContaining("roots [c]");
    }

    @Test
    @DisplayName("an empty list of further directories, as in a .cfg file, is none")
    void noRoots() throws Exception {
        LocalTransport alone = TestTransport.to(directory, "");
        assertThat(alone.complete(target(""), false).path()).isEqualTo(directory.toString());
        assertThat(catchThrowableOfType(
                        TransportException.class, () -> alone.complete(target(base + "/second"), false)))
                .isNotNull();
    }

    private static TransportTarget target(String path) {
        return new TransportTarget("local", "localhost", "", path);
    }
}
