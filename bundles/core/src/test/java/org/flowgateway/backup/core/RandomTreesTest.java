package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flowgateway.backup.api.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a tree after its backup, the restore gives exactly the tree that was backed up; and so for very many files. */
class RandomTreesTest {

    private static final int MANY = 15_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void mutationsAreUndone(long seed) throws Exception {
        Random random = new Random(seed);
        try (TestGateway gateway =
                new TestGateway(directory).workers(1 + random.nextInt(3)).start()) {
            mutate(gateway, random, 150);
            SortedMap<String, String> first = gateway.tree();
            String firstBackup = gateway.completedBackup().backupDirectory();
            mutate(gateway, random, 100);
            SortedMap<String, String> second = gateway.tree();
            gateway.completedBackup();
            mutate(gateway, random, 100);
            assertThat(gateway.tree()).isNotEqualTo(second);
            gateway.completedRestore();
            assertThat(gateway.tree()).isEqualTo(second);
            assertThat(gateway.restore(firstBackup, TestGateway.PASSWORD, false).state())
                    .isEqualTo(JobState.COMPLETED);
            assertThat(gateway.tree()).isEqualTo(first);
        }
    }

    @Test
    void manyTinyFilesAreRestored() throws Exception {
        try (TestGateway gateway = new TestGateway(directory).start()) {
            Path config = gateway.root.resolve("config");
            for (int i = 0; i < MANY; i++) {
                Path file = config.resolve("d" + i / 500).resolve("f" + i);
                if (i % 500 == 0) {
                    Files.createDirectory(file.getParent());
                }
                Files.writeString(file, "content " + i);
            }
            assertThat(gateway.completedBackup().progress().entries()).isEqualTo(MANY + MANY / 500 + 3);
            Path one = config.resolve("d7/f3700");
            Files.writeString(one, "changed");
            gateway.completedRestore();
            assertThat(one).hasContent("content 3700");
            try (Stream<Path> files = Files.walk(config)) {
                assertThat(files.filter(Files::isRegularFile).count()).isEqualTo(MANY);
            }
        }
    }

    static void mutate(TestGateway gateway, Random random, int times) throws IOException {
        List<Path> roots = List.of(
                gateway.root.resolve("config"),
                gateway.root.resolve("vault/certs"),
                gateway.root.resolve("vault/cloak_key"));
        for (int i = 0; i < times; i++) {
            Path root = roots.get(random.nextInt(roots.size()));
            mutate(root, pick(root, random), random);
        }
    }

    private static Path pick(Path root, Random random) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            List<Path> all = walk.sorted().collect(Collectors.toList());
            return all.get(random.nextInt(all.size()));
        }
    }

    private static void mutate(Path root, Path picked, Random random) throws IOException {
        Path above = Files.isDirectory(picked, LinkOption.NOFOLLOW_LINKS) ? picked : picked.getParent();
        Path fresh = above.resolve("ä☂ " + Integer.toHexString(random.nextInt()));
        boolean regular = Files.isRegularFile(picked, LinkOption.NOFOLLOW_LINKS);
        switch (random.nextInt(10)) {
            case 0, 1 ->
                Files.write(
                        fresh,
                        TestGateway.noise(random.nextInt(3) == 0 ? 0 : random.nextInt(40_000), random.nextLong()));
            case 2 -> Files.createDirectory(fresh);
            case 3 -> Files.createSymbolicLink(fresh, Path.of(random.nextBoolean() ? "../no/such" : picked.toString()));
            case 4 -> {
                if (regular) {
                    Files.createLink(fresh, picked);
                }
            }
            case 5 -> {
                if (regular) {
                    Files.write(picked, TestGateway.noise(random.nextInt(20_000), random.nextLong()));
                }
            }
            case 6 -> {
                if (!picked.equals(root) && !Files.isDirectory(picked, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(picked);
                }
            }
            case 7 -> {
                if (!Files.isSymbolicLink(picked)) {
                    EnumSet<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
                    Stream.of(PosixFilePermission.values())
                            .filter(permission -> random.nextBoolean())
                            .forEach(permissions::add);
                    Files.setPosixFilePermissions(picked, permissions);
                }
            }
            case 8 -> {
                if (!Files.isSymbolicLink(picked)) {
                    Files.setLastModifiedTime(
                            picked,
                            FileTime.from(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000))));
                }
            }
            default -> {
                if (!picked.equals(root) && !fresh.startsWith(picked)) {
                    Files.move(picked, fresh);
                }
            }
        }
    }
}
