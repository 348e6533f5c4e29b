package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.tck.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real file systems, mounted on a section's root or under the whole gateway; skipped, and said so, where none may be mounted. */
class MountedRootTest {

    @TempDir
    private Path directory;

    private final Deque<TestMount> mounts = new ArrayDeque<>();

    private void mount(Path point, String... arguments) throws Exception {
        mounts.push(TestMount.mount(point, arguments));
    }

    @Test
    void mountBelowARootIsNeverDeletedAsOldState() throws Exception {
        try (TestGateway gateway = new TestGateway(directory.resolve("below")).start()) {
            gateway.write("config/file", "backed up");
            Path point = Files.createDirectories(gateway.root.resolve("config/with a space/mounted"));
            gateway.completedBackup();
            mount(point, "-t", "tmpfs", "tmpfs");
            Files.writeString(point.resolve("precious"), "on another file system");
            Job backup = gateway.completedBackup();
            assertThat(backup.message())
                    .startsWith("File systems are mounted within sections, on " + point
                            + ": what is on them is in this backup");
            assertThat(TestIndex.of(gateway).entries()).containsKey("config/with a space/mounted/precious");
            Job restore = gateway.restore();
            assertThat(restore.state()).isEqualTo(JobState.ERROR);
            assertThat(restore.message())
                    .startsWith("Cannot restore to " + gateway.root.resolve("config"))
                    .contains("a file system is mounted below it");
            assertThat(point.resolve("precious")).hasContent("on another file system");
            assertThat(gateway.section("config").activations()).isZero();
        }
    }

    @AfterEach
    void unmount() {
        while (!mounts.isEmpty()) {
            mounts.pop().close();
        }
    }

    /** A scene in which a section's root, and that of another, are mount points. */
    private CrashFixture mounted(String kind, String location) throws Exception {
        Path disk = directory.resolve(location + ".disk");
        for (String section : List.of("config", "vault/certs")) {
            Path root = disk.resolve("gateway").resolve(section);
            if (kind.equals("bind")) {
                mount(
                        root,
                        "--bind",
                        Files.createDirectories(directory.resolve("elsewhere").resolve(section))
                                .toString());
            } else {
                mount(root, "-t", "tmpfs", "-o", "size=4m", "tmpfs");
            }
        }
        Files.createDirectories(disk.resolve("gateway/vault/cloak_key"));
        return CrashFixture.make(disk);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "bind"})
    void rootThatIsAMountPointIsRestored(String kind) throws Exception {
        CrashFixture fixture = mounted(kind, "a \\ place");
        new GatewayDisk(fixture, directory.resolve("a \\ place"), null, false).restoreOnceMore(kind);
        assertThat(TestTrees.names(fixture.directory)).noneMatch(name -> name.contains(".restore-"));
    }

    @Test
    void aKillInAnyStepLeavesTheOldState() throws Exception {
        CrashFixture fixture = mounted("tmpfs", "place");
        try (CrashProcess.Spares processes = new CrashProcess.Spares()) {
            GatewayDisk disk = new GatewayDisk(fixture, directory.resolve("place"), processes, false);
            List<String> steps = disk.changes("refuse");
            assertThat(TestTrees.sections(fixture.directory)).isEqualTo(fixture.old);
            for (String step : List.of("STAGING", "SWAPPING", "TAKING_BACK")) {
                int middle = (steps.indexOf(step) + steps.lastIndexOf(step)) / 2 + 1;
                assertThat(disk.kill("refuse", step.equals("STAGING") ? steps.indexOf(step) + 20 : middle))
                        .isTrue();
                disk.kill("recover", 5);
                disk.recover(GatewayDisk.Outcome.OLD, 0, "killed in " + step);
            }
            disk.restoreOnceMore("after all kills");
        }
    }

    @Test
    void unmountedRootIsAwaited() throws Exception {
        CrashFixture fixture = mounted("bind", "place");
        Path root = fixture.directory.resolve("gateway/config");
        try (CrashProcess.Spares processes = new CrashProcess.Spares()) {
            GatewayDisk disk = new GatewayDisk(fixture, directory.resolve("place"), processes, false);
            List<String> steps = disk.changes("refuse");
            assertThat(disk.kill("refuse", steps.lastIndexOf("PROBATION"))).isTrue();
            Command.run("umount", root.toString());
            assertThatThrownBy(() -> CrashFixture.gateway(fixture.directory).start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no file system is mounted on " + root);
            assertThat(fixture.directory.resolve("state/restore.journal")).exists();
            Command.run("mount", "--bind", directory.resolve("elsewhere/config").toString(), root.toString());
            disk.recover(GatewayDisk.Outcome.AWAITING_CONFIRMATION, 1, "mounted again");
        }
    }

    @Test
    void unmountedGatewayIsAwaited() throws Exception {
        CrashFixture fixture = CrashFixture.make(directory.resolve("place.disk"));
        try (CrashProcess.Spares processes = new CrashProcess.Spares()) {
            GatewayDisk disk = new GatewayDisk(fixture, directory.resolve("place"), processes, false);
            List<String> steps = disk.changes("refuse");
            assertThat(disk.kill("refuse", steps.indexOf("SWAPPING") + 12)).isTrue();
            Files.move(fixture.directory.resolve("gateway"), fixture.directory.resolve("away"));
            Files.createDirectory(fixture.directory.resolve("gateway"));
            assertThatThrownBy(() -> CrashFixture.gateway(fixture.directory).start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("If their file system is not mounted, mount it");
            Files.delete(fixture.directory.resolve("gateway"));
            Files.move(fixture.directory.resolve("away"), fixture.directory.resolve("gateway"));
            disk.recover(GatewayDisk.Outcome.OLD, 1, "there again");
        }
    }

    /** The whole gateway is on a disk that is full, really, from some change on. */
    @ParameterizedTest
    @ValueSource(ints = {5, 40, 75, 100, 120})
    void fullDiskLeavesExactlyOneState(int at) throws Exception {
        Path disk = directory.resolve("place.disk");
        mount(disk, "-t", "tmpfs", "-o", "size=4m", "tmpfs");
        CrashFixture fixture = CrashFixture.make(disk);
        Path filler = disk.resolve("filler");
        InterceptedFileSystem.Hook fill = new InterceptedFileSystem.Hook() {
            private int change;

            @Override
            public synchronized void before(InterceptedFileSystem.Operation operation, Path file) {
                if (operation.changes() && ++change == at) {
                    DiskSnapshot.run("sh", "-c", "dd if=/dev/zero of='" + filler + "' bs=4096 2>/dev/null || true");
                }
            }
        };
        boolean restored;
        try (TestGateway gateway = CrashFixture.gateway(InterceptedFileSystem.hooked(disk, fill))
                .observed(fill.trees())
                .start()) {
            Job restore = gateway.await(CrashFixture.startRestore(gateway));
            restored = restore.state() == JobState.COMPLETED;
            assertThat(TestTrees.sections(disk))
                    .as(restore.message())
                    .isEqualTo(restored ? fixture.restored : fixture.old);
        } catch (IOException e) {
            restored = false; // Not even the job's record could be written.
        }
        SortedMap<String, String> left = TestTrees.sections(disk);
        assertThat(left).isEqualTo(restored ? fixture.restored : fixture.old);
        Files.delete(filler);
        new GatewayDisk(fixture, directory.resolve("place"), null, false).restoreOnceMore("after a full disk");
    }

    @Test
    void stagingNamesAreNotBackedUp() throws Exception {
        CrashFixture fixture = mounted("tmpfs", "place");
        Path root = fixture.directory.resolve("gateway/config");
        Files.createDirectories(root.resolve(".config.restore-000009.before/inner"));
        Files.createDirectories(root.resolve(".config.restore-000009.other"));
        try (TestGateway gateway = CrashFixture.gateway(fixture.directory).start()) {
            gateway.await(CrashFixture.startBackup(gateway));
            DiskSnapshot.run("rm", "-rf", root + "/.config.restore-000009.before");
            gateway.await(CrashFixture.startRestore(gateway));
        }
        assertThat(root.resolve(".config.restore-000009.before")).doesNotExist();
        assertThat(root.resolve(".config.restore-000009.other")).isDirectory();
    }
}
