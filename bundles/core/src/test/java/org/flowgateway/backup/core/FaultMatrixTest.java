package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The file system, or a section, fails in the middle of a restore: the gateway has its old state, or the restored one if that is final
 * already; the message says what to do, and a following restore works.
 *
 * <p>In short, at the first, the middle and the last change of each step of the journal. With {@code GATEWAY_TEST_LONG=1} in the
 * environment, at every change. What came out is left in {@code target/reliability-faults.md}, after both forms.
 */
class FaultMatrixTest {

    private static final boolean LONG = Boolean.getBoolean("long") || "1".equals(System.getenv("GATEWAY_TEST_LONG"));
    private static final Map<String, Map<String, Integer>> RESULTS = new TreeMap<>();

    @TempDir
    private static Path directory;

    private static CrashFixture fixture;

    /** Fault of a file system during a change. */
    private enum Fault {
        NO_SPACE,
        INPUT_OUTPUT,
        DENIED,
        DISK_STAYS_FULL;

        IOException at(Path file) {
            return switch (this) {
                case NO_SPACE, DISK_STAYS_FULL ->
                    new FileSystemException(file.toString(), null, "No space left on device");
                case INPUT_OUTPUT -> new FileSystemException(file.toString(), null, "Input/output error");
                case DENIED -> new AccessDeniedException(file.toString());
            };
        }

        /** A full disk refuses what needs space, as long as it is full. */
        boolean hits(InterceptedFileSystem.Operation operation, int change, int at) {
            return this != DISK_STAYS_FULL
                    ? change == at
                    : change >= at
                            && switch (operation) {
                                case OPEN_TO_WRITE, WRITE, CREATE_DIRECTORY, LINK -> true;
                                default -> false;
                            };
        }
    }

    /** Lets the n-th change fail, and notes all of them. */
    private static final class Faults extends RestoreChangeHook {
        private final Fault fault;
        private final int at;
        private final List<String> steps = new ArrayList<>();

        Faults(Fault fault, boolean kept, Path journal, int at) {
            super(journal, kept);
            this.fault = fault;
            this.at = at;
        }

        @Override
        void beforeChange(InterceptedFileSystem.Operation operation, Path file) throws IOException {
            steps.add(at < 0 ? step() : "");
            if (fault.hits(operation, steps.size(), at)) {
                throw fault.at(file);
            }
        }
    }

    @BeforeAll
    static void make() throws Exception {
        fixture = CrashFixture.make(directory.resolve("scene"));
    }

    @AfterAll
    static void tell() throws IOException {
        String page = RESULTS.entrySet().stream()
                .map(row -> "| " + row.getKey() + " | "
                        + row.getValue().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum() + " | " + row.getValue().getOrDefault("OLD", 0) + " | "
                        + row.getValue().getOrDefault("NEW", 0)
                        + " |\n")
                .collect(Collectors.joining(
                        "",
                        "| roots | fault | step | faults | previous state, ERROR | restored state, COMPLETED |\n"
                                + "|---|---|---|---|---|---|\n",
                        ""));
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("reliability-faults.md"), page);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failedChangeLeavesExactlyOneState(boolean kept) throws Exception {
        Faults none = new Faults(Fault.DENIED, kept, directory.resolve("disk/state/restore.journal"), -1);
        renew();
        try (TestGateway gateway = CrashFixture.gateway(InterceptedFileSystem.hooked(directory.resolve("disk"), none))
                .observed(none.trees())
                .start()) {
            none.steps.clear();
            assertThat(gateway.await(CrashFixture.startRestore(gateway)).state())
                    .isEqualTo(JobState.COMPLETED);
        }
        List<String> steps = List.copyOf(none.steps);
        ReliabilityPage.assertSeen("faults", "restore", kept, steps);
        int turn = kept ? 1 : 0;
        for (int from = 0; from < steps.size(); ) {
            int to = from;
            while (to < steps.size() && steps.get(to).equals(steps.get(from))) {
                to++;
            }
            for (int change : LONG
                    ? IntStream.range(from, to).boxed().toList()
                    : new TreeSet<>(List.of(from, (from + to) / 2, to - 1))) {
                turn++;
                for (Fault fault : LONG ? Fault.values() : new Fault[] {Fault.values()[turn % Fault.values().length]}) {
                    fail(fault, kept, change + 1, steps.get(from));
                }
            }
            from = to;
        }
    }

    @Test
    void keptRootWithoutItsTimeIsReported() throws Exception {
        renew();
        Path disk = directory.resolve("disk");
        Path journal = disk.resolve("state/restore.journal");
        InterceptedFileSystem.Hook noTimes = new RestoreChangeHook(journal, true) {
            @Override
            void beforeChange(InterceptedFileSystem.Operation operation, Path file) throws IOException {
                if (operation == InterceptedFileSystem.Operation.SET_ATTRIBUTE
                        && file.endsWith("config")
                        && step().equals("COMMITTED")) {
                    throw Fault.INPUT_OUTPUT.at(file);
                }
            }
        };
        try (TestGateway gateway = CrashFixture.gateway(InterceptedFileSystem.hooked(disk, noTimes))
                .observed(noTimes.trees())
                .start()) {
            Job restore = gateway.await(CrashFixture.startRestore(gateway));
            assertThat(restore.state()).isEqualTo(JobState.COMPLETED);
            assertThat(restore.message())
                    .contains("the mode and time of")
                    .contains("config")
                    .doesNotContain("next restore deletes it");
        }
        assertThat(withoutRoots(TestTrees.sections(disk))).isEqualTo(withoutRoots(fixture.restored));
    }

    /** The sections' own directories but not what they are themselves. */
    private static SortedMap<String, String> withoutRoots(SortedMap<String, String> tree) {
        SortedMap<String, String> rest = new TreeMap<>(tree);
        rest.keySet().removeAll(Set.of("config", "vault/certs", "vault/cloak_key"));
        return rest;
    }

    private static void renew() {
        DiskSnapshot.delete(directory.resolve("disk"));
        DiskSnapshot.run(
                "cp",
                "-a",
                fixture.directory.toString(),
                directory.resolve("disk").toString());
    }

    private static void fail(Fault fault, boolean kept, int at, String step) throws Exception {
        renew();
        Path disk = directory.resolve("disk");
        String what = fault + (kept ? ", kept" : ", renamed") + ", at change " + at + " in " + step;
        Faults faults = new Faults(fault, kept, disk.resolve("state/restore.journal"), at);
        boolean restored = false;
        try (TestGateway gateway = CrashFixture.gateway(InterceptedFileSystem.hooked(disk, faults))
                .observed(faults.trees())
                .start()) {
            faults.steps.clear();
            Job restore = gateway.await(CrashFixture.startRestore(gateway));
            restored = restore.state() == JobState.COMPLETED;
            SortedMap<String, String> tree = TestTrees.sections(disk);
            if (restored && restore.message().contains("the mode and time of")) {
                assertThat(kept).as(what).isTrue();
                assertThat(withoutRoots(tree))
                        .as(what + ": " + restore.message())
                        .isEqualTo(withoutRoots(fixture.restored));
            } else {
                if (restored && !restore.message().isEmpty()) {
                    assertThat(restore.message()).as(what).contains("next restore deletes it");
                    tree.keySet().removeIf(name -> name.contains(".restore-"));
                }
                assertThat(tree)
                        .as(what + ": " + restore.message())
                        .isEqualTo(restored ? fixture.restored : fixture.old);
            }
        } catch (IOException e) {
            assertThat(TestTrees.sections(disk))
                    .as(what)
                    .isEqualTo(fixture.old); // Not even the job's record could be written.
        }
        RESULTS.computeIfAbsent((kept ? "kept" : "renamed") + " | " + fault + " | " + step, key -> new TreeMap<>())
                .merge(restored ? "NEW" : "OLD", 1, Integer::sum);
        try (TestGateway gateway = CrashFixture.gateway(disk).start()) {
            assertThat(CrashFixture.latest(gateway)).as(what).doesNotContain("EXECUTING");
            assertThat(gateway.await(CrashFixture.startRestore(gateway)).state())
                    .as(what)
                    .isEqualTo(JobState.COMPLETED);
        }
        SortedMap<String, String> tree = TestTrees.sections(disk);
        tree.keySet().removeIf(name -> name.contains(".restore-000002."));
        assertThat(tree).as(what).isEqualTo(fixture.restored);
    }

    @ParameterizedTest
    @CsvSource({
        "config,true,true",
        "config,true,false",
        "config,false,true",
        "config,false,false",
        "certs,true,true",
        "certs,true,false",
        "certs,false,true",
        "certs,false,false",
        "cloak_key,true,true",
        "cloak_key,true,false",
        "cloak_key,false,true",
        "cloak_key,false,false"
    })
    void aSectionThatThrowsLeavesTheOldState(String id, boolean validating, boolean checked) throws Exception {
        renew();
        Path disk = directory.resolve("disk");
        try (TestGateway gateway = CrashFixture.gateway(disk)) {
            TestSection section = gateway.section(id);
            Runnable failing = () -> {
                throw new IllegalStateException("the test wants it so");
            };
            if (validating && checked) {
                section.refuse();
            } else if (validating) {
                section.onValidate(failing);
            } else if (checked) {
                section.failNextActivation();
            } else {
                section.onActivated(failing);
            }
            gateway.start();
            Job restore = gateway.await(CrashFixture.startRestore(gateway));
            assertThat(restore.state()).isEqualTo(JobState.ERROR);
            assertThat(restore.message()).contains(id).contains(checked ? "the test wants it so" : "internal error");
        }
        assertThat(TestTrees.sections(disk)).isEqualTo(fixture.old);
    }
}
