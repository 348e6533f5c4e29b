package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Random;
import java.util.SortedMap;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree with everything that a tree can have comes back as it was. */
class RoundTripTest {

    @TempDir
    private Path directory;

    @Test
    void wholeTreeIsRestored() throws Exception {
        try (TestGateway gateway =
                new TestGateway(directory).productionKeyDerivation().start()) {
            fill(gateway.root);
            SortedMap<String, String> before = TreeState.of(gateway.root);

            Job backup = gateway.backup();
            assertThat(backup.state()).as(backup.message()).isEqualTo(JobState.COMPLETED);
            assertThat(backup.message()).isEmpty();

            damage(gateway.root);
            assertThat(TreeState.of(gateway.root)).isNotEqualTo(before);

            Job restore = gateway.restore();
            assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
            assertThat(restore.backupDirectory()).isEqualTo(backup.backupDirectory());
            SortedMap<String, String> after = TreeState.of(gateway.root);
            for (String above : new String[] {"", "vault"}) {
                before.remove(above); // The directories above the sections are nobody's: names in them change places.
                after.remove(above);
            }
            assertThat(after).isEqualTo(before);
            TestGateway.await("the journal is gone", () -> Files.notExists(gateway.state.resolve("restore.journal")));
            assertThat(gateway.section("config").activations()).isEqualTo(1);
        }
    }

    /** The platform has owners as signed numbers, the system and the format have not. */
    @Test
    void largestOwnerIdIsRestored() throws Exception {
        try (TestGateway gateway =
                new TestGateway(directory).productionKeyDerivation().start()) {
            Path file = gateway.write("config/file", "content");
            Assumptions.assumeTrue(setOwner(file, -2), "only root may give files away");
            SortedMap<String, String> before = gateway.tree();
            gateway.completedBackup();
            Files.delete(file);
            gateway.completedRestore();
            assertThat(gateway.tree()).isEqualTo(before);
        }
    }

    private static boolean setOwner(Path file, int number) throws IOException {
        try {
            Files.setAttribute(file, "unix:uid", number);
            Files.setAttribute(file, "unix:gid", number);
            return true;
        } catch (FileSystemException e) {
            return false;
        }
    }

    private static void fill(Path root) throws Exception {
        Path config = root.resolve("config");
        Random random = new Random(7);
        Files.createDirectories(config.resolve("empty/directory"));
        Files.writeString(config.resolve("zero"), "");
        Files.writeString(config.resolve("Grüße ☂ \t tab"), "unicode");
        Files.writeString(config.resolve("x".repeat(255)), "long name");
        byte[] large = new byte[21 << 20];
        random.nextBytes(large);
        Files.write(config.resolve("large"), large);
        Files.createLink(config.resolve("large-too"), config.resolve("large"));
        byte[] exact = new byte[8 << 20];
        random.nextBytes(exact);
        Files.write(config.resolve("pack-sized"), exact);
        try (RandomAccessFile sparse =
                new RandomAccessFile(config.resolve("sparse").toFile(), "rw")) {
            sparse.setLength(30 << 20);
            sparse.seek(11 << 20);
            sparse.write(1);
        }
        for (int i = 0; i < 500; i++) {
            Path file = config.resolve("d" + i % 7).resolve("f" + i);
            Files.createDirectories(file.getParent());
            byte[] content = new byte[random.nextInt(3000)];
            random.nextBytes(content);
            Files.write(file, content);
        }
        Files.createSymbolicLink(config.resolve("dangling"), Path.of("../no/such"));
        Files.createSymbolicLink(config.resolve("to-directory"), Path.of("d1"));
        Files.getFileAttributeView(config.resolve("dangling"), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(FileTime.from(Instant.ofEpochSecond(1_000_000, 123_456_000)), null, null);
        Files.writeString(root.resolve("vault/certs/server.pem"), "certificate");
        Files.writeString(root.resolve("vault/cloak_key/key"), "key");
        Files.setPosixFilePermissions(
                root.resolve("vault/cloak_key/key"), PosixFilePermissions.fromString("r--------"));
        Files.setAttribute(config.resolve("d1/f1"), "unix:mode", 04751);
        Files.setPosixFilePermissions(config.resolve("d2"), PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setLastModifiedTime(
                config.resolve("zero"), FileTime.from(Instant.ofEpochSecond(1_234_567_890, 123_456_789)));
        Files.setLastModifiedTime(config.resolve("d3"), FileTime.from(Instant.ofEpochSecond(-5, 1)));
    }

    private static void damage(Path root) throws Exception {
        Path config = root.resolve("config");
        Files.writeString(config.resolve("zero"), "changed");
        Files.delete(config.resolve("large"));
        Files.writeString(config.resolve("added"), "added");
        Files.delete(config.resolve("dangling"));
        Files.delete(root.resolve("vault/certs/server.pem"));
        Files.setPosixFilePermissions(root.resolve("vault/cloak_key"), PosixFilePermissions.fromString("rwxrwxrwx"));
    }
}
