package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
 * <p>In short, at the first, the last and some more changes of each step. With {@code GATEWAY_TEST_LONG=1} in the environment, at every
 * change; and again at the changes of the recovery, where more is done than to delete what was staged: at one in nine, another one each
 * time, so that neighbouring kills have all of them. What came out is left in
 * {@code target/reliability-crash.md}, after both forms.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class CrashMatrixTest {

    private static final boolean LONG = Boolean.getBoolean("long") || "1".equals(System.getenv("GATEWAY_TEST_LONG"));
    private static final int TURNS = 9;
    private static final Map<String, Counts> RESULTS = new TreeMap<>();

    @TempDir
    private static Path directory;

    private static CrashFixture fixture;
    private static CrashProcess.Spares processes;

    private static final class Counts {
        int changes;
        int kills;
        int killsOfRecoveries;
        final Map<GatewayDisk.Outcome, Integer> outcomes = new TreeMap<>();

        synchronized void add(GatewayDisk.Outcome outcome, int again) {
            kills++;
            killsOfRecoveries += again;
            outcomes.merge(outcome, 1, Integer::sum);
        }
    }

    @BeforeAll
    static void make() throws Exception {
        fixture = CrashFixture.make(directory.resolve("scene"));
        processes = new CrashProcess.Spares();
    }

    @AfterAll
    static void tell() throws IOException {
        processes.close();
        StringBuilder page = new StringBuilder(
                "| restore | roots | step | changes | kills | previous state | restored state | awaiting confirmation |"
                        + " kills of the recovery after that |\n|---|---|---|---|---|---|---|---|---|\n");
        RESULTS.forEach((name, counts) -> page.append("| ")
                .append(name.substring(name.indexOf(' ') + 1))
                .append(" | ")
                .append(counts.changes)
                .append(" | ")
                .append(counts.kills)
                .append(" | ")
                .append(counts.outcomes.getOrDefault(GatewayDisk.Outcome.OLD, 0))
                .append(" | ")
                .append(counts.outcomes.getOrDefault(GatewayDisk.Outcome.NEW, 0))
                .append(" | ")
                .append(counts.outcomes.getOrDefault(GatewayDisk.Outcome.AWAITING_CONFIRMATION, 0))
                .append(" | ")
                .append(counts.killsOfRecoveries)
                .append(" |\n"));
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("reliability-crash.md"), page);
    }

    /**
     * A kill at any change leaves exactly one state. With {@code kept} roots, their content is swapped in place. The last two orders
     * repeat only steps that the first two lack.
     */
    @ParameterizedTest
    @CsvSource({"restore,false,STAGING", "restore,true,STAGING", "confirm,false,PROBATION", "refuse,true,TAKING_BACK"})
    void killAtAnyChangeLeavesExactlyOneState(String order, boolean kept, String first) throws Exception {
        List<String> steps = new GatewayDisk(fixture, directory.resolve("listed"), processes, kept).steps(order);
        assertThat(steps).contains("STAGING", "SWAPPING", order.equals("refuse") ? "TAKING_BACK" : "COMMITTED");
        ReliabilityPage.assertSeen("kills", order, kept, steps);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<Void>> running = new ArrayList<>();
        int segment = 0;
        for (int from = steps.indexOf(first); from < steps.size(); ) {
            int to = from;
            while (to < steps.size() && steps.get(to).equals(steps.get(from))) {
                to++;
            }
            String name = "%s%d %s | %s | %s"
                    .formatted(first.substring(0, 1), segment++, order, kept ? "kept" : "renamed", steps.get(from));
            Counts counts = RESULTS.computeIfAbsent(name, key -> new Counts());
            counts.changes = to - from;
            boolean twiceEverywhere = LONG && !steps.get(from).equals("STAGING");
            for (int change : LONG
                    ? all(from, to)
                    : some(from, to, kept && steps.get(from).equals("SWAPPING") ? 5 : 3)) {
                boolean last = change == to - 1;
                running.add(threads.submit(() -> kill(order, kept, change + 1, counts, twiceEverywhere, last)));
            }
            from = to;
        }
        threads.shutdown();
        for (Future<Void> one : running) {
            one.get();
        }
    }

    private static TreeSet<Integer> all(int from, int to) {
        TreeSet<Integer> all = new TreeSet<>();
        for (int i = from; i < to; i++) {
            all.add(i);
        }
        return all;
    }

    /** The first, the last, and others at even distances. */
    private static TreeSet<Integer> some(int from, int to, int number) {
        TreeSet<Integer> some = new TreeSet<>();
        for (int i = 0; i < number; i++) {
            some.add(from + i * (to - 1 - from) / (number - 1));
        }
        return some;
    }

    private static Void kill(
            String order, boolean kept, int at, Counts counts, boolean twiceEverywhere, boolean restoreOnceMore)
            throws Exception {
        Path location = directory.resolve(Thread.currentThread().getName());
        GatewayDisk disk = new GatewayDisk(fixture, location, processes, kept);
        disk.renew();
        if (!disk.kill(order, at)) {
            return null; // Threads that delete side by side need not come to as many changes each time.
        }
        GatewayDisk.Outcome outcome = disk.bound();
        String what = order + (kept ? ", kept" : ", renamed") + ", killed at change " + at;
        disk.keep();
        disk.recover(outcome, at, what);
        if (restoreOnceMore) {
            disk.restoreOnceMore(what);
        }
        Collection<Integer> seconds = new ArrayList<>(List.of(1 + at % 9));
        if (twiceEverywhere) {
            disk.putBack();
            seconds = all(1, disk.changes("recover").size() + 1);
            seconds.removeIf(second -> second % TURNS != at % TURNS);
        }
        int kills = 0;
        for (int second : seconds) {
            disk.putBack();
            kills += disk.kill("recover", second) ? 1 : 0;
            String whatAgain = what + ", and at change " + second + " of its recovery";
            if (twiceEverywhere && outcome != GatewayDisk.Outcome.AWAITING_CONFIRMATION) {
                disk.recoverHere(outcome, whatAgain);
            } else {
                disk.recover(outcome, at + second, whatAgain);
            }
        }
        counts.add(outcome, kills);
        return null;
    }
}
