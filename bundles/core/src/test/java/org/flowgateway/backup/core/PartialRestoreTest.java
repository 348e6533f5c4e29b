package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A partial restore restores the selected paths and keeps everything else, to the last attribute. */
class PartialRestoreTest {

    @TempDir
    private Path directory;

    private TestGateway gateway;
    private Path config;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(directory).start();
        config = gateway.root.resolve("config");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void unselectedSectionsAreUnchanged() throws Exception {
        for (String section : List.of("config", "vault/certs", "vault/cloak_key")) {
            gateway.write(section + "/file", "backed up");
        }
        gateway.completedBackup();
        for (String section : List.of("config", "vault/certs", "vault/cloak_key")) {
            gateway.write(section + "/file", "present");
        }
        Object certs = Files.getAttribute(gateway.root.resolve("vault/certs"), "unix:ino");
        completed(RestoreSelection.of(List.of("cloak_key"), List.of("config/file")));
        assertThat(gateway.root.resolve("config/file")).hasContent("backed up");
        assertThat(gateway.root.resolve("vault/cloak_key/file")).hasContent("backed up");
        assertThat(gateway.root.resolve("vault/certs/file")).hasContent("present");
        assertThat(Files.getAttribute(gateway.root.resolve("vault/certs"), "unix:ino"))
                .isEqualTo(certs);
        assertThat(gateway.section("certs").activations()).isZero();
    }

    @Test
    void noCertIsASelection() throws Exception {
        gateway.write("vault/certs/file", "backed up");
        gateway.write("vault/cloak_key/file", "backed up");
        gateway.completedBackup();
        gateway.write("vault/certs/file", "present");
        gateway.write("vault/cloak_key/file", "present");
        RestorePlan plan = gateway.plan(RestoreSelection.withoutCertificates());
        assertThat(plan.sections()).extracting(section -> section.id()).containsExactly("config", "cloak_key");
        assertThat(plan.checks())
                .anyMatch(check -> check.message().equals("The gateway keeps its current certificates"));
        assertThat(gateway.restore(plan).state()).isEqualTo(JobState.COMPLETED);
        assertThat(gateway.root.resolve("vault/certs/file")).hasContent("present");
        assertThat(gateway.root.resolve("vault/cloak_key/file")).hasContent("backed up");
    }

    @Test
    void selectedDirectoryIsRestoredWithoutLaterAdditions() throws Exception {
        gateway.write("config/flows/one", "backed up");
        gateway.write("config/flows/deep/two", "backed up");
        gateway.write("config/flows.txt", "backed up");
        gateway.write("config/other", "backed up");
        SortedMap<String, String> then = gateway.tree();
        gateway.completedBackup();
        Files.delete(config.resolve("flows/one"));
        gateway.write("config/flows/deep/two", "present");
        gateway.write("config/flows/added/below", "present");
        gateway.write("config/flows.txt", "present");
        gateway.write("config/other", "present");
        SortedMap<String, String> now = gateway.tree();
        completed(RestoreSelection.of(List.of(), List.of("config/flows")));
        assertThat((Map<String, String>) gateway.tree()).isEqualTo(merged(now, then, "config/flows"));
    }

    @Test
    void keptFilesKeepTheirAttributes() throws Exception {
        gateway.write("config/file", "backed up");
        gateway.completedBackup();
        gateway.write("config/file", "present");
        gateway.write("config/kept/large", 9 << 20);
        gateway.write("config/kept/empty", "");
        Files.createLink(config.resolve("kept/linked"), config.resolve("kept/large"));
        Files.createSymbolicLink(config.resolve("kept/dangling"), Path.of("/nowhere/at all"));
        Files.createSymbolicLink(config.resolve("a link to itself"), Path.of("."));
        try (RandomAccessFile sparse =
                new RandomAccessFile(config.resolve("kept/sparse").toFile(), "rw")) {
            sparse.setLength(64 << 20);
            sparse.seek(32 << 20);
            sparse.write(1);
        }
        Files.setAttribute(config.resolve("kept/empty"), "unix:mode", 04755);
        Files.setPosixFilePermissions(config.resolve("kept/large"), PosixFilePermissions.fromString("r--------"));
        Files.setLastModifiedTime(config.resolve("kept/sparse"), FileTime.from(Instant.ofEpochSecond(1, 123_456_789)));
        Files.setPosixFilePermissions(config.resolve("kept"), PosixFilePermissions.fromString("r-x------"));
        if (Integer.valueOf(0).equals(Files.getAttribute(config, "unix:uid"))) {
            Files.setAttribute(config.resolve("kept/empty"), "unix:gid", 4711);
        }
        SortedMap<String, String> now = gateway.tree();
        Object inode = Files.getAttribute(config.resolve("kept/large"), "unix:ino");
        completed(RestoreSelection.of(List.of(), List.of("config/file")));
        SortedMap<String, String> after = gateway.tree();
        assertThat(after.remove("config/file")).isNotEqualTo(now.remove("config/file"));
        assertThat((Map<String, String>) after).isEqualTo(now);
        assertThat(Files.getAttribute(config.resolve("kept/large"), "unix:ino")).isNotEqualTo(inode);
        assertThat(Files.getAttribute(config.resolve("kept/large"), "unix:ino"))
                .isEqualTo(Files.getAttribute(config.resolve("kept/linked"), "unix:ino"));
        assertThat(blocks(config.resolve("kept/sparse"))).isLessThan(1 << 20);
    }

    @Test
    void missingParentDirectoriesAreRestored() throws Exception {
        gateway.write("config/a/b/file", "backed up");
        gateway.write("config/a/other", "backed up");
        Files.setPosixFilePermissions(config.resolve("a/b"), PosixFilePermissions.fromString("rwx--x---"));
        SortedMap<String, String> then = gateway.tree();
        gateway.completedBackup();
        delete(config.resolve("a"));
        gateway.write("config/new", "present");
        SortedMap<String, String> expected = gateway.tree();
        for (String path : List.of("config/a", "config/a/b", "config/a/b/file")) {
            expected.put(path, then.get(path));
        }
        completed(RestoreSelection.of(List.of(), List.of("config/a/b/file")));
        assertThat((Map<String, String>) gateway.tree()).isEqualTo(expected);
        delete(config);
        completed(RestoreSelection.of(List.of(), List.of("config/a/b")));
        assertThat(TreeState.of(config).keySet()).containsExactlyInAnyOrder("", "a", "a/b", "a/b/file");
    }

    @Test
    void hardLinksAreRestoredWithTheirContent() throws Exception {
        gateway.write("config/a first", "backed up");
        Files.createLink(config.resolve("second"), config.resolve("a first"));
        Files.createLink(config.resolve("third"), config.resolve("a first"));
        gateway.write("config/a large first", 10 << 20);
        Files.createLink(config.resolve("large second"), config.resolve("a large first"));
        byte[] large = Files.readAllBytes(config.resolve("large second"));
        gateway.completedBackup();
        for (String name : List.of("a first", "second", "third", "a large first", "large second")) {
            Files.delete(config.resolve(name));
            gateway.write("config/" + name, "present");
        }
        completed(RestoreSelection.of(List.of(), List.of("config/second", "config/third", "config/large second")));
        assertThat(config.resolve("a first")).hasContent("present");
        assertThat(config.resolve("a large first")).hasContent("present");
        assertThat(config.resolve("second")).hasContent("backed up");
        assertThat(Files.isSameFile(config.resolve("second"), config.resolve("third")))
                .isTrue();
        assertThat(config.resolve("large second")).hasBinaryContent(large);
        assertThat(Files.getAttribute(config.resolve("large second"), "unix:nlink"))
                .isEqualTo(1);
    }

    @Test
    void fileReplacesDirectoryAndDirectoryReplacesFile() throws Exception {
        gateway.write("config/file", "backed up");
        gateway.write("config/directory/below", "backed up");
        gateway.completedBackup();
        delete(config.resolve("file"));
        delete(config.resolve("directory"));
        gateway.write("config/file/below", "present");
        Files.createSymbolicLink(config.resolve("directory"), directory);
        completed(RestoreSelection.of(List.of(), List.of("config/file", "config/directory")));
        assertThat(config.resolve("file")).hasContent("backed up");
        assertThat(config.resolve("directory/below")).hasContent("backed up");
        assertThat(directory.resolve("below")).doesNotExist();
    }

    @Test
    void onlyNeededPacksAreFetched() throws Exception {
        for (int i = 0; i < 4; i++) {
            gateway.write("config/" + i, 7 << 20);
        }
        gateway.completedBackup();
        gateway.write("config/2", "present");
        completed(RestoreSelection.of(List.of(), List.of("config/2")));
        assertThat(gateway.faults.calls().stream()
                        .filter(made -> made.call() == Call.READ && made.name().contains("packs")))
                .hasSize(1);
    }

    @Test
    void concurrentChangeEndsTheRestore() throws Exception {
        gateway.write("config/file", "backed up");
        gateway.write("config/kept", "present");
        gateway.completedBackup();
        gateway.section("config").onValidate(() -> {
            try {
                gateway.write("config/kept", "written meanwhile");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Job restore = gateway.restore(RestoreSelection.of(List.of(), List.of("config/file")), Optional.empty());
        assertThat(restore.state()).isEqualTo(JobState.ERROR);
        assertThat(restore.message()).contains("The gateway changed while a part of it was restored");
        assertThat(config.resolve("kept")).hasContent("written meanwhile");
    }

    @Test
    void unkeepableFileIsReportedOrEndsTheRestore() throws Exception {
        gateway.write("config/file", "backed up");
        gateway.completedBackup();
        Command.run("mkfifo", config.resolve("pipe").toString());
        Job restore = completed(RestoreSelection.of(List.of(), List.of("config/file")));
        assertThat(restore.message())
                .contains("config/pipe is not kept", "a socket, a pipe or a device", "restore the whole section");
        Command.run("bash", "-c", "touch $'" + config + "/not\\xff text'");
        SortedMap<String, String> before = gateway.tree();
        Job refused = gateway.restore(RestoreSelection.of(List.of(), List.of("config/file")), Optional.empty());
        assertThat(refused.state()).isEqualTo(JobState.ERROR);
        assertThat(refused.message())
                .contains("cannot be read: its name is not UTF-8 text", "ename it", "Nothing was changed");
        assertThat((Map<String, String>) gateway.tree()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void selectionFromRandomTreeIsRestoredExactly(long seed) throws Exception {
        Random random = new Random(seed);
        RandomTreesTest.mutate(gateway, random, 150);
        SortedMap<String, String> then = gateway.tree();
        gateway.completedBackup();
        RandomTreesTest.mutate(gateway, random, 80);
        SortedMap<String, String> now = gateway.tree();
        List<String> possible = then.keySet().stream()
                .filter(path -> path.startsWith("config/") && isDirectory(now, parent(path)))
                .toList();
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String path = possible.get(random.nextInt(possible.size()));
            if (asked.stream()
                    .noneMatch(other ->
                            path.equals(other) || path.startsWith(other + "/") || other.startsWith(path + "/"))) {
                asked.add(path);
            }
        }
        RestorePlan plan = gateway.plan(RestoreSelection.of(List.of(), asked));
        assertThat(plan.executable()).as(plan.checks().toString()).isTrue();
        Job restore = gateway.restore(plan);
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
        assertThat(withoutLinks(gateway.tree()))
                .isEqualTo(withoutLinks(merged(now, then, asked.toArray(String[]::new))));
        RestorePlan again = gateway.plan(RestoreSelection.of(List.of(), asked));
        assertThat(RestorePlanTest.changes(again)).isEmpty();
        Set<String> outside = RestorePlanTest.changes(plan).keySet().stream()
                .filter(path -> asked.stream().noneMatch(one -> path.equals(one) || path.startsWith(one + "/")))
                .collect(Collectors.toSet());
        assertThat(outside).isEmpty();
    }

    private Job completed(RestoreSelection selection) throws Exception {
        Job restore = gateway.restore(selection, Optional.empty());
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
        return restore;
    }

    /** The current state, with some paths as they were in the backup. */
    private static SortedMap<String, String> merged(
            SortedMap<String, String> now, SortedMap<String, String> then, String... paths) {
        SortedMap<String, String> merged = new TreeMap<>(now);
        for (String path : paths) {
            merged.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + "/"));
            then.forEach((each, state) -> {
                if (each.equals(path) || each.startsWith(path + "/")) {
                    merged.put(each, state);
                }
            });
        }
        return merged;
    }

    /** The state without the numbers of links, which differ across kept and restored paths. */
    private static Map<String, String> withoutLinks(SortedMap<String, String> tree) {
        return tree.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().replaceAll(" links [0-9]+ ", " ")));
    }

    private static boolean isDirectory(SortedMap<String, String> tree, String path) {
        return path.equals("config") || tree.getOrDefault(path, "").startsWith("4");
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static void delete(Path tree) throws IOException {
        if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            try (var children = Files.newDirectoryStream(tree)) {
                for (Path child : children) {
                    delete(child);
                }
            }
        }
        Files.delete(tree);
    }

    private static long blocks(Path file) throws Exception {
        return Long.parseLong(Command.run("stat", "-c", "%b", file.toString()).strip()) * 512;
    }
}
