package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.PlannedChange;
import org.flowgateway.backup.api.PlannedChange.Difference;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.SectionPlan;
import org.flowgateway.backup.api.SectionPlan.Total;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.testsupport.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan says exactly what a restore would change, and touches nothing. */
class RestorePlanTest {

    private static final RestoreSelection ALL = RestoreSelection.everything();

    @TempDir
    private Path directory;

    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(directory)
                .clock(new TestClock("2026-02-27T15:46:00Z"))
                .start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void planReportsEveryKindOfDifferenceAndChangesNothing() throws Exception {
        Path config = gateway.root.resolve("config");
        for (String name : List.of("content", "length", "mode", "time", "gone", "type", "first", "same", "large")) {
            gateway.write("config/" + name, name.equals("large") ? "x".repeat(9 << 20) : "content of " + name);
        }
        Files.createLink(config.resolve("second"), config.resolve("first"));
        Files.createSymbolicLink(config.resolve("link"), Path.of("same"));
        gateway.write("config/directory/below", "below");
        gateway.completedBackup();
        keepingTime(config, () -> {
            keepingTime(config.resolve("content"), () -> gateway.write("config/content", "CONTENT of content"));
            keepingTime(config.resolve("length"), () -> gateway.write("config/length", "longer"));
            Files.setPosixFilePermissions(config.resolve("mode"), PosixFilePermissions.fromString("rwx------"));
            Files.setLastModifiedTime(config.resolve("time"), FileTime.from(Instant.ofEpochSecond(1, 2)));
            Files.delete(config.resolve("gone"));
            Files.delete(config.resolve("type"));
            Files.createDirectory(config.resolve("type"));
            keepingTime(config.resolve("second"), () -> {
                Files.delete(config.resolve("second"));
                gateway.write("config/second", "content of first");
            });
            FileTime linked = Files.getLastModifiedTime(config.resolve("link"), LinkOption.NOFOLLOW_LINKS);
            Files.delete(config.resolve("link"));
            Files.createSymbolicLink(config.resolve("link"), Path.of("elsewhere"));
            Files.getFileAttributeView(config.resolve("link"), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(linked, null, null);
            gateway.write("config/new/file", "new");
        });
        SortedMap<String, String> before = TreeState.of(directory);
        RestorePlan plan = gateway.plan(ALL);
        assertThat(changes(plan))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("config/content", "CHANGED FILE 18 18 [CONTENT]"),
                        Map.entry("config/length", "CHANGED FILE 6 17 [CONTENT]"),
                        Map.entry("config/mode", "CHANGED FILE 15 15 [MODE]"),
                        Map.entry("config/time", "CHANGED FILE 15 15 [TIME]"),
                        Map.entry("config/gone", "ADDED FILE 0 15 []"),
                        Map.entry("config/type", "CHANGED FILE 0 15 [TYPE]"),
                        Map.entry("config/first", "CHANGED FILE 16 16 [LINK]"),
                        Map.entry("config/second", "CHANGED FILE 16 16 [LINK]"),
                        Map.entry("config/link", "CHANGED SYMLINK 0 0 [LINK, TIME]"),
                        Map.entry("config/new", "REMOVED DIRECTORY 0 0 []"),
                        Map.entry("config/new/file", "REMOVED FILE 3 0 []")));
        SectionPlan section = plan.sections().get(0);
        assertThat(section.added()).isEqualTo(new Total(1, 15));
        assertThat(section.changed()).isEqualTo(new Total(8, 18 + 17 + 15 + 15 + 15 + 16 + 16));
        assertThat(section.removed()).isEqualTo(new Total(2, 3));
        SortedMap<String, String> after = TreeState.of(directory);
        after.keySet().removeIf(path -> path.startsWith("state"));
        before.keySet().removeIf(path -> path.startsWith("state"));
        assertThat((Map<String, String>) after).isEqualTo(before);
        assertThat(plan.executable()).isTrue();
    }

    @Test
    void planNamesItsBackupAndSurvivesRestart() throws Exception {
        gateway.write("config/file", "content");
        gateway.completedBackup();
        gateway.write("config/ü \n\t= file", "new");
        RestorePlan plan = gateway.plan(RestoreSelection.of(List.of("config"), List.of()));
        assertThat(plan.backup().orElseThrow().directory()).isEqualTo("20260227_1546");
        assertThat(plan.backup().get().host()).isEqualTo("testhost");
        assertThat(plan.backup().get().version()).isEqualTo("1.0.0");
        assertThat(plan.checks())
                .extracting(check -> check.id() + " " + check.result())
                .containsExactly(
                        "committed OK",
                        "password OK",
                        "product OK",
                        "version OK",
                        "host OK",
                        "sections OK",
                        "format OK",
                        "writable OK",
                        "links OK",
                        "omissions OK",
                        "space OK",
                        "certificates OK",
                        "owners OK");
        gateway.close();
        try (TestGateway again = new TestGateway(directory, gateway.memory).start()) {
            assertThat(again.service().plan(plan.id())).contains(plan);
            assertThat(again.service().latest(Operation.RESTORE)).isEmpty();
            assertThat(again.service().latest(Operation.BACKUP).orElseThrow().id())
                    .isEqualTo("backup-000001");
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(gateway.state.resolve("plans/" + plan.id() + ".properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void theLatestEightPlansAreKept() throws Exception {
        gateway.completedBackup();
        String first = gateway.plan(ALL).id();
        for (int i = 0; i < 7; i++) {
            gateway.plan(ALL);
        }
        assertThat(gateway.service().plan(first)).isPresent();
        gateway.plan(ALL);
        assertThat(gateway.service().plan(first)).isEmpty();
        assertThat(gateway.service().plan("../jobs/backup-000001")).isEmpty();
    }

    @Test
    void aMissingSectionWouldBeAddedWhole() throws Exception {
        gateway.write("vault/certs/file", "content");
        gateway.completedBackup();
        Files.delete(gateway.root.resolve("vault/certs/file"));
        Files.delete(gateway.root.resolve("vault/certs"));
        assertThat(changes(gateway.plan(ALL)))
                .isEqualTo(Map.of("certs", "ADDED DIRECTORY 0 0 []", "certs/file", "ADDED FILE 0 7 []"));
    }

    @Test
    void manyChangesAreCountedAndTheFirstListed() throws Exception {
        gateway.completedBackup();
        Path many = Files.createDirectory(gateway.root.resolve("config/many"));
        for (int i = 0; i < SectionPlan.MOST_ENTRIES + 50; i++) {
            Files.createFile(many.resolve(Integer.toString(i)));
        }
        SectionPlan config = gateway.plan(ALL).sections().get(0);
        assertThat(config.removed()).isEqualTo(new Total(SectionPlan.MOST_ENTRIES + 51, 0));
        assertThat(config.entries()).hasSize(SectionPlan.MOST_ENTRIES);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void planOfRandomTreeListsExactDifferencesAndNoneAfterRestore(long seed) throws Exception {
        Random random = new Random(seed);
        RandomTreesTest.mutate(gateway, random, 120);
        SortedMap<String, String> backedUp = gateway.tree();
        gateway.completedBackup();
        assertThat(changes(gateway.plan(ALL))).isEmpty();
        RandomTreesTest.mutate(gateway, random, 60);
        SortedMap<String, String> present = gateway.tree();
        RestorePlan plan = gateway.plan(ALL);
        assertThat(changes(plan).keySet()).isEqualTo(differing(present, backedUp));
        Job restore = gateway.restore(plan);
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
        assertThat((Map<String, String>) gateway.tree()).isEqualTo(backedUp);
        assertThat(changes(gateway.plan(ALL))).isEmpty();
    }

    /** The comparison of a large gateway needs little memory: its backup's index need not be sorted. */
    @Test
    void indexIsInTheOrderOfAWalk() throws Exception {
        RandomTreesTest.mutate(gateway, new Random(5), 200);
        for (int i = 0; i < 6; i++) {
            gateway.write("config/large " + i, i % 2 == 0 ? 10 << 20 : 5 << 20);
        }
        gateway.completedBackup();
        byte[] sealed = gateway.memory.objects().get("backups/20260227_1546/index.json.zst.pgp");
        List<String> found = new ArrayList<>();
        TestIndex.read(sealed, indexed -> found.add(indexed.entry().memberName()));
        List<String> walked = gateway.tree().keySet().stream()
                .filter(path -> !path.equals("vault"))
                .map(path -> path.replaceFirst("^vault/", ""))
                .sorted(Comparator.<String, Boolean>comparing(path -> !path.startsWith("config"))
                        .thenComparing(Path::of, RestorePlanTest::asWalked))
                .toList();
        assertThat(found).isEqualTo(walked);
    }

    private static int asWalked(Path one, Path other) {
        for (int i = 0; i < Math.min(one.getNameCount(), other.getNameCount()); i++) {
            int difference = one.getName(i).compareTo(other.getName(i));
            if (difference != 0) {
                return difference;
            }
        }
        return one.getNameCount() - other.getNameCount();
    }

    @Test
    void aPipeIsKeptAndIsNoChange() throws Exception {
        gateway.completedBackup();
        Command.run("mkfifo", gateway.root.resolve("config/pipe").toString());
        assertThat(gateway.plan(ALL).sections().get(0).entries())
                .extracting(PlannedChange::path)
                .doesNotContain("config/pipe");
    }

    @Test
    void differentOwnerIsReported() throws Exception {
        Assumptions.assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid")), "only root sets owners");
        Path file = gateway.write("config/file", "content");
        gateway.completedBackup();
        Files.setAttribute(file, "unix:uid", 12345);
        assertThat(gateway.plan(ALL).sections().get(0).entries())
                .singleElement()
                .satisfies(change -> assertThat(change.differences()).isEqualTo(Set.of(Difference.OWNER)));
    }

    static SortedMap<String, String> changes(RestorePlan plan) {
        SortedMap<String, String> changes = new TreeMap<>();
        for (SectionPlan section : plan.sections()) {
            section.entries()
                    .forEach(change -> changes.put(
                            change.path(),
                            change.kind() + " " + change.type() + " " + change.bytesNow() + " " + change.bytesThen()
                                    + " "
                                    + change.differences().stream().sorted().toList()));
        }
        return changes;
    }

    /** Paths in the gateway's tree as plans name them: with the section instead of its directory. */
    private static Set<String> differing(SortedMap<String, String> one, SortedMap<String, String> other) {
        SortedMap<String, String> all = new TreeMap<>(one);
        all.putAll(other);
        return all.keySet().stream()
                .filter(path -> !Optional.ofNullable(one.get(path)).equals(Optional.ofNullable(other.get(path))))
                .map(path -> path.replaceFirst("^vault/", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static void keepingTime(Path file, Action action) throws Exception {
        FileTime time = Files.getLastModifiedTime(file);
        action.run();
        Files.setLastModifiedTime(file, time);
    }

    /** Something that may fail. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }
}
