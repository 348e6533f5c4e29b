package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A gateway's process is killed at its changes to the file system, in each step of the restore journal, and started again: the tree is the
 * old one or the new one, to the last attribute, and a following restore works. The same if it is killed again while it recovers.
 *
 * <p>In short, at the first, the middle and the last change of each step. With {@code GATEWAY_TEST_LONG=1} in the environment, at every
 * change, and again at every change of the recovery; what came out is left in {@code target/reliability-crash.md}.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class CrashMatrixTest {

    private static final boolean LONG = "1".equals(System.getenv("GATEWAY_TEST_LONG"));
    private static final Map<String, Counts> RESULTS = new TreeMap<>();

    @TempDir
    private static Path directory;

    private static CrashScene scene;
    /** Where a gateway's disk is while it is used. */
    private static Path disk;
    /** What a kill has left, for more than one recovery. */
    private static Path left;
    private static CrashProcess.Spares processes;

    /** What becomes of a restore that was cut off. */
    private enum Outcome {
        OLD, NEW, PROBATION
    }

    private static final class Counts {
        int changes;
        int kills;
        int killsOfRecoveries;
        final Map<Outcome, Integer> outcomes = new TreeMap<>();
    }

    @BeforeAll
    static void make() throws Exception {
        scene = CrashScene.make(directory.resolve("scene"));
        processes = new CrashProcess.Spares();
        disk = directory.resolve("disk");
        left = directory.resolve("left");
    }

    @AfterAll
    static void tell() throws IOException {
        processes.close();
        StringBuilder page = new StringBuilder("| restore | roots | step | changes | kills | old state | new state | still on probation |"
                + " kills of the recovery after that |\n|---|---|---|---|---|---|---|---|---|\n");
        RESULTS.forEach((name, counts) -> page.append("| ").append(name.substring(name.indexOf(' ') + 1)).append(" | ").append(counts.changes)
                .append(" | ").append(counts.kills).append(" | ").append(counts.outcomes.getOrDefault(Outcome.OLD, 0)).append(" | ")
                .append(counts.outcomes.getOrDefault(Outcome.NEW, 0)).append(" | ")
                .append(counts.outcomes.getOrDefault(Outcome.PROBATION, 0)).append(" | ").append(counts.killsOfRecoveries).append(" |\n"));
        if (LONG) {
            Files.writeString(Path.of("target/reliability-crash.md"), page);
        }
    }

    /** In kept ones, what lies in the roots changes places; see there. */
    @ParameterizedTest
    @CsvSource({"restore,false", "restore,true", "confirm,false", "refuse,true"})
    void aKillAnywhereLeavesTheOldStateOrTheNew(String order, boolean kept) throws Exception {
        List<String> steps = steps(order, kept);
        assertThat(steps).contains("STAGING", "SWAPPING", order.equals("refuse") ? "TAKING_BACK" : "COMMITTED");
        int segment = 0;
        for (int from = 0; from < steps.size();) {
            int to = from;
            while (to < steps.size() && steps.get(to).equals(steps.get(from))) {
                to++;
            }
            String name = "%d%02d %s | %s | %s".formatted(kept ? 1 : 0, segment++, order, kept ? "kept" : "renamed", steps.get(from));
            Counts counts = RESULTS.computeIfAbsent(name, key -> new Counts());
            counts.changes = to - from;
            for (int change : LONG ? all(from, to) : new TreeSet<>(List.of(from, (from + to) / 2, to - 1))) {
                kill(order, kept, change + 1, counts);
            }
            from = to;
        }
    }

    private static TreeSet<Integer> all(int from, int to) {
        TreeSet<Integer> all = new TreeSet<>();
        for (int i = from; i < to; i++) {
            all.add(i);
        }
        return all;
    }

    /** The steps in which the changes of an undisturbed run happen, one by one. */
    private static List<String> steps(String order, boolean kept) throws Exception {
        CrashScene.copy(scene.directory, disk);
        List<String> steps = changes(order, kept);
        assertThat(TestTrees.sections(disk)).isEqualTo(order.equals("refuse") ? scene.old : scene.restored);
        return steps;
    }

    private static List<String> changes(String order, boolean kept) throws Exception {
        List<String> steps = new ArrayList<>();
        try (CrashProcess process = processes.take()) {
            process.order(disk + " " + kept + " 0 " + order);
            for (String line = process.line(); !line.startsWith("DONE"); line = process.line()) {
                assertThat(line).startsWith("CHANGE ");
                steps.add(line.split(" ")[1]);
            }
        }
        return steps;
    }

    private static void kill(String order, boolean kept, int at, Counts counts) throws Exception {
        CrashScene.copy(scene.directory, disk);
        if (!kill(order, kept, at)) {
            return; // Threads that delete side by side need not come to as many changes each time.
        }
        counts.kills++;
        Outcome outcome = bound();
        counts.outcomes.merge(outcome, 1, Integer::sum);
        String what = order + (kept ? ", kept" : ", renamed") + ", killed at change " + at;
        CrashScene.copy(disk, left);
        recover(kept, outcome, at, what, true);
        Collection<Integer> seconds = List.of(1 + at % 7);
        if (LONG) {
            CrashScene.copy(left, disk);
            seconds = all(1, changes("recover", kept).size() + 1);
        }
        for (int second : seconds) {
            CrashScene.copy(left, disk);
            if (kill("recover", kept, second)) {
                counts.killsOfRecoveries++;
            }
            recover(kept, outcome, at + second, what + ", and at change " + second + " of its recovery", false);
        }
    }

    /** Whether it came to that change, and was killed there. */
    private static boolean kill(String order, boolean kept, int at) throws Exception {
        try (CrashProcess process = processes.take()) {
            process.order(disk + " " + kept + " " + at + " " + order);
            boolean stands = process.stands();
            process.kill();
            return stands;
        }
    }

    /** What the disk says will become of it. */
    private static Outcome bound() throws IOException {
        Path journal = disk.resolve("state/restore.journal");
        if (Files.exists(journal)) {
            return switch (property(journal, "step")) {
                case "COMMITTED" -> Outcome.NEW;
                case "PROBATION" -> Outcome.PROBATION;
                default -> Outcome.OLD;
            };
        }
        try (Stream<Path> records = Files.list(disk.resolve("state/jobs"))) {
            for (Path record : (Iterable<Path>) records.filter(file -> file.toString().endsWith("restore-000002.properties"))::iterator) {
                return property(record, "state").equals("COMPLETED") ? Outcome.NEW : Outcome.OLD;
            }
        }
        return Outcome.OLD;
    }

    private static String property(Path file, String key) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        return properties.getProperty(key);
    }

    private static void recover(boolean kept, Outcome outcome, int number, String what, boolean restoreOnceMore) throws Exception {
        try (CrashProcess process = processes.take()) {
            process.order(disk + " " + kept + " -1 recover");
            String state = process.expect("DONE");
            Outcome end = outcome;
            if (outcome == Outcome.PROBATION) {
                assertThat(state).as(what).isEqualTo("DONE EXECUTING AWAITING_CONFIRMATION");
                SortedMap<String, String> inUse = TestTrees.sections(disk);
                inUse.keySet().removeIf(name -> name.contains(".restore-"));
                assertThat(inUse).as(what).isEqualTo(scene.restored);
                end = number % 2 == 0 ? Outcome.NEW : Outcome.OLD;
                process.order(end == Outcome.NEW ? "confirm" : "refuse");
                state = process.expect("DONE");
            }
            assertThat(state).as(what).doesNotContain("EXECUTING");
            assertThat(state.contains("COMPLETED")).as(what + ": " + state).isEqualTo(end == Outcome.NEW);
            assertThat(TestTrees.sections(disk)).as(what).isEqualTo(end == Outcome.NEW ? scene.restored : scene.old);
            assertThat(TestTrees.names(disk.resolve("state"))).as(what).noneMatch(name -> name.contains("journal") || name.endsWith(".new"));
            if (restoreOnceMore) {
                process.order("restore");
                assertThat(process.expect("DONE")).as(what).isEqualTo("DONE COMPLETED ENDED");
                assertThat(TestTrees.sections(disk)).as(what).isEqualTo(scene.restored);
            }
        }
    }
}
