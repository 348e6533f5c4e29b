package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;

/** Disk of a gateway at a fixed path, since a gateway knows its disk by its path. Used by one process after another. */
final class GatewayDisk {

    /** Outcome of an interrupted restore. */
    enum Outcome {
        OLD,
        NEW,
        AWAITING_CONFIRMATION
    }

    private final CrashFixture fixture;
    private final Path disk;
    private final Path kept;
    private final CrashProcess.Spares processes;
    private final boolean keptRoots;

    /** @param keptRoots whether it seems to the processes that the sections' roots cannot be renamed */
    GatewayDisk(CrashFixture fixture, Path location, CrashProcess.Spares processes, boolean keptRoots) {
        this.fixture = fixture;
        this.disk = location.resolveSibling(location.getFileName() + ".disk");
        this.kept = location.resolveSibling(location.getFileName() + ".kept");
        this.processes = processes;
        this.keptRoots = keptRoots;
    }

    /** Resets the disk to its state before any restore. */
    void renew() {
        copy(fixture.directory, disk);
    }

    /** Notes how it is, for {@link #putBack}. */
    void keep() {
        copy(disk, kept);
    }

    void putBack() {
        copy(kept, disk);
    }

    private static void copy(Path from, Path to) {
        DiskSnapshot.delete(to);
        DiskSnapshot.copy(from, to);
    }

    /** The steps in which the changes of an undisturbed run happen, one by one. */
    List<String> steps(String order) throws Exception {
        renew();
        List<String> steps = changes(order);
        assertThat(TestTrees.sections(disk)).isEqualTo(order.equals("refuse") ? fixture.old : fixture.restored);
        return steps;
    }

    List<String> changes(String order) throws Exception {
        List<String> steps = new ArrayList<>();
        try (CrashProcess process = processes.take()) {
            process.order(disk + " " + keptRoots + " 0 " + order);
            for (String line = process.line(); !line.startsWith("DONE"); line = process.line()) {
                assertThat(line).startsWith("CHANGE ");
                steps.add(line.split(" ", 0)[1]);
            }
        }
        return steps;
    }

    /** Tells whether a process reached that change and was killed there. */
    boolean kill(String order, int at) throws Exception {
        try (CrashProcess process = processes.take()) {
            process.order(disk + " " + keptRoots + " " + at + " " + order);
            boolean stands = process.stands();
            process.kill();
            return stands;
        }
    }

    /** Reads the outcome of the restore that the disk's journal determines. */
    Outcome bound() throws IOException {
        Path journal = disk.resolve("state/restore.journal");
        if (Files.exists(journal)) {
            return switch (property(journal, "step")) {
                case "COMMITTED" -> Outcome.NEW;
                case "PROBATION" -> Outcome.AWAITING_CONFIRMATION;
                default -> Outcome.OLD;
            };
        }
        Path record = disk.resolve("state/jobs/restore-000002.properties");
        return Files.exists(record) && property(record, "state").equals("COMPLETED") ? Outcome.NEW : Outcome.OLD;
    }

    private static String property(Path file, String key) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        return properties.getProperty(key);
    }

    /**
     * Starts the gateway and checks what it has made of the restore.
     *
     * @param number if the restore awaits confirmation: even to confirm it, odd to roll it back
     */
    void recover(Outcome outcome, int number, String what) throws Exception {
        try (CrashProcess process = processes.take()) {
            process.order(disk + " " + keptRoots + " -1 recover");
            String state = process.expect("DONE");
            Outcome end = outcome;
            if (outcome == Outcome.AWAITING_CONFIRMATION) {
                assertThat(state).as(what).isEqualTo("DONE EXECUTING AWAITING_CONFIRMATION");
                SortedMap<String, String> inUse = TestTrees.sections(disk);
                inUse.keySet().removeIf(name -> name.contains(".restore-"));
                assertThat(inUse).as(what).isEqualTo(fixture.restored);
                end = number % 2 == 0 ? Outcome.NEW : Outcome.OLD;
                process.order(end == Outcome.NEW ? "confirm" : "refuse");
                state = process.expect("DONE");
            }
            assertThat(state).as(what).doesNotContain("EXECUTING");
            assertThat(state.contains("COMPLETED")).as(what + ": " + state).isEqualTo(end == Outcome.NEW);
            assertSettled(end, what);
        }
    }

    /** The same in this process, which takes a fraction of the time. */
    void recoverHere(Outcome outcome, String what) throws IOException {
        try (TestGateway gateway = CrashFixture.gateway(disk).start()) {
            assertThat(CrashFixture.latest(gateway)).as(what).doesNotContain("EXECUTING");
            assertThat(CrashFixture.latest(gateway).startsWith("COMPLETED"))
                    .as(what)
                    .isEqualTo(outcome == Outcome.NEW);
        }
        assertSettled(outcome, what);
    }

    /** Sections are called a moment after the start, and recorded, too. */
    private void assertSettled(Outcome end, String what) throws IOException {
        assertThat(TestTrees.sections(disk)).as(what).isEqualTo(end == Outcome.NEW ? fixture.restored : fixture.old);
        TestGateway.await(
                what + ": sections are told",
                () -> !Files.exists(disk.resolve("state/sections.owed"))
                        && !Files.exists(disk.resolve("state/sections.owed.new")));
        assertThat(TestTrees.names(disk.resolve("state")))
                .as(what)
                .noneMatch(name -> name.contains("journal") || name.endsWith(".new"));
    }

    /** A restore after all that, in this process. */
    void restoreOnceMore(String what) throws Exception {
        try (TestGateway gateway = CrashFixture.gateway(disk).start()) {
            Job restore = gateway.await(CrashFixture.startRestore(gateway));
            assertThat(restore.state()).as(what + ": " + restore.message()).isEqualTo(JobState.COMPLETED);
        }
        assertThat(TestTrees.sections(disk)).as(what).isEqualTo(fixture.restored);
    }
}
