package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.SectionPlan.Total;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.ExtendedAttributes;
import org.flowgateway.backup.tree.OpenFile;
import org.flowgateway.backup.tree.PosixAcl;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trees of every oddity that a file system holds come back to no difference, and a plan straight after finds none: access control lists, attributes,
 * capabilities, owners, times, link texts, holes, depth, names.
 */
class UnusualTreesTest {

    private static final List<String> NAMES = List.of(
            "a", "-rf", " ", "ä☂", "new\nline", "tab\t", "\\", "'\"", "*", "..x", ".hidden", "\uD83D\uDE00", "\uFFFE");
    private static final List<String> TEXTS =
            List.of("a/", "a//b", "./x", "..", "/", "//", " ", "a\nb", "../../no/such/", "☂/\uD83D\uDE00");
    private static final List<Instant> TIMES = List.of(
            Instant.ofEpochSecond(-1, 999_999_999),
            Instant.EPOCH,
            Instant.parse("1910-01-01T00:00:00.000000001Z"),
            Instant.parse("2400-02-29T12:00:00.123456789Z"),
            Instant.ofEpochSecond(1_700_000_000L, 1));
    private static final byte[] CAPABILITY = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    @TempDir
    private Path directory;

    private DirectoryHandle root;
    private Random random;
    private final List<String> directories = new ArrayList<>(List.of(""));
    private final List<String> files = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void unusualTreeIsRestoredWithoutDifference(long seed) throws Exception {
        random = new Random(seed);
        try (TestGateway gateway = new TestGateway(directory.toRealPath())
                .workers(1 + random.nextInt(2))
                .start()) {
            Path config = gateway.root.resolve("config");
            root = TestTrees.fileTrees(TreeHook.NONE).open(config);
            assumeTrue(Files.getAttribute(config, "unix:uid").equals(0), "only root can give files away");
            for (int i = 0; i < 120; i++) {
                add(i);
            }
            for (String path : files) {
                addMetadata(path);
            }
            for (int i = directories.size() - 1; i >= 0; i--) { // What is in a directory changes its time.
                addMetadata(directories.get(i));
            }
            SortedMap<String, String> odd = gateway.tree();
            gateway.completedBackup();
            root.close();
            DiskSnapshot.run(
                    "sh", "-c", "rm -rf \"$0\"/* && touch \"$0/other\" && chmod 755 \"$0\"", config.toString());
            gateway.completedRestore();
            assertSame(odd, gateway.tree());
            assertNoDifference(gateway);
            root = TestTrees.fileTrees(TreeHook.NONE).open(config);
            Files.writeString(config.resolve("added"), "current");
            // Further names of a file that are kept are names of what was there before.
            String single = files.stream()
                    .filter(file -> odd.get("config/" + file).contains(" links 1 "))
                    .findFirst()
                    .orElseThrow();
            gateway.restore(RestoreSelection.of(List.of(), List.of("config/" + single)), Optional.empty());
            SortedMap<String, String> kept = gateway.tree();
            kept.remove("config/added");
            kept.put("config", odd.get("config"));
            assertSame(odd, kept);
            root.close();
        }
    }

    /** Shows what differs, and not all of both trees. */
    private static void assertSame(SortedMap<String, String> expected, SortedMap<String, String> actual) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        assertThat(expected.entrySet())
                .allSatisfy(file ->
                        assertThat(actual.get(file.getKey())).as(file.getKey()).isEqualTo(file.getValue()));
    }

    private static void assertNoDifference(TestGateway gateway) throws Exception {
        assertThat(gateway.plan(RestoreSelection.everything()).sections())
                .allSatisfy(section -> assertThat(List.of(section.added(), section.changed(), section.removed()))
                        .as("%s", section.entries())
                        .containsOnly(Total.NONE));
    }

    private void add(int number) throws IOException {
        String above = directories.get(random.nextInt(directories.size()));
        String path = (above.isEmpty() ? "" : above + "/") + NAMES.get(random.nextInt(NAMES.size())) + number;
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                root.createDirectory(path, 0755);
                directories.add(path);
            }
            case 2 -> {
                root.createSymlink(path, TEXTS.get(random.nextInt(TEXTS.size())));
                root.setOwner(path, random.nextInt(3), 4_000_000_000L);
                root.setModified(path, time());
            }
            case 3 -> {
                if (!files.isEmpty()) {
                    root.createLink(path, files.get(random.nextInt(files.size())));
                }
            }
            default -> {
                try (OpenFile file = root.createFile(path, 0644)) {
                    if (random.nextBoolean()) {
                        file.write(
                                ByteBuffer.wrap(TestGateway.noise(random.nextInt(5000), number)),
                                random.nextInt(3) * 1_000_000L);
                    }
                    if (random.nextInt(4) == 0) {
                        file.setLength(10_000_000);
                    }
                }
                files.add(path);
            }
        }
    }

    private Instant time() {
        return TIMES.get(random.nextInt(TIMES.size()));
    }

    private void addMetadata(String path) throws IOException {
        boolean isDirectory = root.state(path).isDirectory();
        if (random.nextBoolean()) {
            root.setOwner(path, random.nextBoolean() ? 1 : 4_000_000_001L, random.nextInt(5));
        }
        root.setMode(path, random.nextInt(010000));
        if (isDirectory) {
            try (DirectoryHandle handle = root.openDirectory(path)) {
                if (random.nextInt(3) == 0) {
                    handle.setAttribute(ExtendedAttributes.DEFAULT_ACL, list());
                }
                if (random.nextInt(3) == 0) {
                    handle.setAttribute("user.odd \u00fc", new byte[] {0, -1, (byte) random.nextInt()});
                }
            }
        } else {
            try (OpenFile file = root.openFile(path)) {
                if (random.nextInt(3) == 0) {
                    file.setAttribute(ExtendedAttributes.ACCESS_ACL, list());
                }
                if (random.nextInt(3) == 0) {
                    file.setAttribute("user.odd", TestGateway.noise(random.nextInt(3000), 1));
                }
                if (random.nextInt(5) == 0) {
                    file.setAttribute(ExtendedAttributes.CAPABILITY, CAPABILITY);
                }
            }
        }
        root.setModified(path, time());
    }

    private byte[] list() {
        return new PosixAcl(List.of(
                        new PosixAcl.Entry(PosixAcl.Tag.OWNER, 0, random.nextInt(8)),
                        new PosixAcl.Entry(PosixAcl.Tag.USER, 1, random.nextInt(8)),
                        new PosixAcl.Entry(PosixAcl.Tag.USER, 4_000_000_002L, random.nextInt(8)),
                        new PosixAcl.Entry(PosixAcl.Tag.OWNING_GROUP, 0, random.nextInt(8)),
                        new PosixAcl.Entry(PosixAcl.Tag.GROUP, 7, random.nextInt(8)),
                        new PosixAcl.Entry(PosixAcl.Tag.MASK, 0, random.nextInt(8)),
                        new PosixAcl.Entry(PosixAcl.Tag.OTHER, 0, random.nextInt(8))))
                .toBytes();
    }
}
