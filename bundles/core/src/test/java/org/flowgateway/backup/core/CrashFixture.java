package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.core.settings.TestConfiguration;
import org.flowgateway.backup.transport.local.LocalTransport;
import org.flowgateway.backup.tree.TreeHook;

/**
 * Disk of a gateway with unusual trees, a backup of one state and another current state. It is copied, and restored by a process that is
 * killed. Its packs are tiny, so that a file is split.
 */
final class CrashFixture {

    private static final int PACK = 64 << 10;
    private static final Target TARGET = new Target("localhost", "", "");

    final Path directory;
    final SortedMap<String, String> restored;
    final SortedMap<String, String> old;

    private CrashFixture(Path directory, SortedMap<String, String> restored, SortedMap<String, String> old) {
        this.directory = directory;
        this.restored = restored;
        this.old = old;
    }

    /** Makes one below a directory. */
    static CrashFixture make(Path directory) throws Exception {
        Files.createDirectories(directory);
        SortedMap<String, String> restored;
        try (TestGateway gateway = gateway(directory)) {
            backedUp(gateway);
            restored = gateway.tree();
            gateway.start();
            Job backup = gateway.await(startBackup(gateway));
            assertThat(backup.state()).as(backup.message()).isEqualTo(JobState.COMPLETED);
            present(gateway);
            return new CrashFixture(directory, restored, gateway.tree());
        }
    }

    /** The gateway on such a disk, not started yet. */
    static TestGateway gateway(Path directory) throws IOException {
        return new TestGateway(directory)
                .packs(PACK)
                .workers(1)
                .transport(new LocalTransport(
                        new TestConfiguration(directory.toString() + "/backups"), TestTrees.fileTrees(TreeHook.NONE)));
    }

    static Job startBackup(TestGateway gateway) throws Exception {
        return gateway.service()
                .startBackup(new BackupRequest(TARGET, Optional.empty(), new SecurityPassword(TestGateway.PASSWORD)));
    }

    static Job startRestore(TestGateway gateway) throws Exception {
        return gateway.service()
                .startRestore(new RestoreRequest(
                        TARGET,
                        Optional.empty(),
                        new SecurityPassword(TestGateway.PASSWORD),
                        RestoreSelection.everything(),
                        Optional.empty()));
    }

    /** The latest restore, as {@code STATE PHASE}. */
    static String latest(TestGateway gateway) {
        return gateway.service()
                .latest(Operation.RESTORE)
                .map(job -> job.state() + " " + job.phase())
                .orElse("NONE " + Phase.ENDED);
    }

    private static void backedUp(TestGateway gateway) throws IOException {
        gateway.write("config/flows/0001.conf", "backed up");
        gateway.write("config/large", 3 * PACK / 2);
        gateway.write("config/read-only/inner", "backed up");
        Files.createLink(
                gateway.root.resolve("config/flows/0001.link"), gateway.root.resolve("config/flows/0001.conf"));
        Files.createSymbolicLink(gateway.root.resolve("config/current"), Path.of("flows/0001.conf"));
        Files.createSymbolicLink(gateway.root.resolve("config/dangling"), Path.of("../nowhere"));
        Files.createDirectory(gateway.root.resolve("config/empty"));
        gateway.write("vault/certs/key", "secret");
        mode(gateway, "config/read-only/inner", 0444);
        mode(gateway, "config/read-only", 0555);
        mode(gateway, "config/empty", 0700);
        mode(gateway, "config", 0750);
        mode(gateway, "vault/certs/key", 0600);
        mode(gateway, "vault/cloak_key", 0500);
        own(gateway, "config/flows/0001.conf");
        own(gateway, "config/empty");
        own(gateway, "vault/certs");
        times(gateway, 1_600_000_000L);
    }

    private static void present(TestGateway gateway) throws IOException {
        mode(gateway, "vault/cloak_key", 0700);
        Files.delete(gateway.root.resolve("config/flows/0001.link"));
        Files.delete(gateway.root.resolve("config/dangling"));
        Files.delete(gateway.root.resolve("config/empty"));
        gateway.write("config/flows/0001.conf", "present");
        gateway.write("config/flows/0002.conf", "present");
        Files.createLink(gateway.root.resolve("config/large.link"), gateway.root.resolve("config/large"));
        Files.createDirectories(gateway.root.resolve("config/dangling/was a link"));
        gateway.write("vault/certs/key", "other secret");
        gateway.write("vault/certs/more/cert", "present");
        Files.createSymbolicLink(gateway.root.resolve("vault/cloak_key/link"), Path.of("/"));
        mode(gateway, "config", 0555);
        mode(gateway, "vault/certs", 0710);
        mode(gateway, "vault/certs/more", 0500);
        mode(gateway, "vault/cloak_key", 0500);
        times(gateway, 1_700_000_000L);
    }

    private static void mode(TestGateway gateway, String path, int mode) throws IOException {
        Files.setAttribute(gateway.root.resolve(path), "unix:mode", mode);
    }

    /** Only who may do everything can give a file away. */
    private static void own(TestGateway gateway, String path) throws IOException {
        Path file = gateway.root.resolve(path);
        if (Files.getAttribute(file, "unix:uid").equals(0)) {
            Files.setAttribute(file, "unix:uid", 1234);
            Files.setAttribute(file, "unix:gid", 2345);
        }
    }

    /** Times to the nanosecond, each another one; a link's own only to the microsecond. */
    private static void times(TestGateway gateway, long seconds) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(gateway.root)) {
            walk.forEach(all::add);
        }
        Collections.reverse(all);
        int nanos = 123_456_789;
        for (Path file : all) {
            if (!Files.isSymbolicLink(file)) {
                Files.setAttribute(
                        file,
                        "lastModifiedTime",
                        FileTime.from(Instant.ofEpochSecond(seconds, nanos++)),
                        LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
