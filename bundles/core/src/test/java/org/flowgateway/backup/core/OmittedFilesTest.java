package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.SectionPlan.Total;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a backup omits are reported by a plan and by a restore, and kept by the restore, whatever its outcome. */
class OmittedFilesTest {

    private static final String NOT_TEXT = "bytes \udcff";

    @TempDir
    private Path directory;

    private TestGateway gateway;

    @AfterEach
    void close() {
        gateway.close();
    }

    private void start(boolean inPlace) throws Exception {
        directory = directory.toRealPath();
        gateway = new TestGateway(directory)
                .observed(
                        inPlace
                                ? new TreeHook() {
                                    @Override
                                    public void before(TreeOperation operation, String path) {
                                        // Only what it says of rights matters.
                                    }

                                    @Override
                                    public boolean mayWrite(String path) {
                                        return !path.endsWith("/gateway") && !path.endsWith("/vault");
                                    }
                                }
                                : TreeHook.NONE);
        // Of a required section nothing may be omitted that could be read.
        gateway.section(new TestSection("config", false, false, gateway.root.resolve("config")))
                .start();
    }

    /** A pipe, and a file whose name is no text: no backup holds these. */
    private void makeOmitted() throws Exception {
        gateway.write("config/run/file", "backed up");
        Command.run("mkfifo", gateway.root.resolve("config/run/pipe").toString());
        Command.run("mkfifo", gateway.root.resolve("config/top").toString());
        try (DirectoryHandle run = TestTrees.fileTrees(TreeHook.NONE).open(gateway.root.resolve("config/run"))) {
            run.createFile(NOT_TEXT, 0640).close();
        }
    }

    private RestorePlan plan() throws Exception {
        return gateway.plan(RestoreSelection.everything());
    }

    private static List<String> omissions(RestorePlan plan, RestoreCheck.Result result) {
        return plan.checks().stream()
                .filter(check -> check.id().equals("omissions") && check.result() == result)
                .map(RestoreCheck::message)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void omittedFilesAreReportedAndKept(boolean inPlace) throws Exception {
        start(inPlace);
        makeOmitted();
        gateway.backup();
        SortedMap<String, String> backedUp = gateway.tree();
        gateway.write("config/run/file", "current");
        gateway.write("config/run/added", "current");
        RestorePlan plan = plan();
        assertThat(plan.executable()).isTrue();
        assertThat(omissions(plan, RestoreCheck.Result.WARNING))
                .singleElement()
                .asString()
                .contains("hold 3 files", "config/top", "config/run/pipe", "config/run/bytes \\xff");
        assertThat(plan.sections())
                .filteredOn(section -> section.id().equals("config"))
                .singleElement()
                .satisfies(section -> assertThat(section.removed().count()).isEqualTo(1));
        Job restore = gateway.completedRestore();
        assertThat(restore.message())
                .contains("does not hold 3 files that could not be backed up", "still exist are kept");
        assertThat(gateway.tree()).isEqualTo(backedUp);
        assertThat(plan().sections())
                .allSatisfy(section -> assertThat(List.of(section.added(), section.changed(), section.removed()))
                        .containsOnly(Total.NONE));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rolledBackRestoreLeavesOmittedFilesInPlace(boolean inPlace) throws Exception {
        start(inPlace);
        makeOmitted();
        gateway.backup();
        gateway.write("config/run/file", "current");
        SortedMap<String, String> current = gateway.tree();
        gateway.section("config").failNextActivation();
        assertThat(gateway.restore().state()).isEqualTo(JobState.ERROR);
        assertThat(gateway.tree()).isEqualTo(current);
    }

    @Test
    void pipeIsKeptAndPipeWithoutDirectoryRemovedWithWarning() throws Exception {
        start(false);
        gateway.write("config/run/file", "backed up");
        gateway.completedBackup();
        Command.run("mkfifo", gateway.root.resolve("config/run/live").toString());
        Files.createDirectory(gateway.root.resolve("config/new"));
        Command.run("mkfifo", gateway.root.resolve("config/new/pipe").toString());
        assertThat(omissions(plan(), RestoreCheck.Result.WARNING))
                .singleElement()
                .asString()
                .contains("Sockets and pipes are removed", "config/new/pipe");
        gateway.completedRestore();
        assertThat(names()).contains("run/live").doesNotContain("new", "new/pipe");
    }

    /** The journal holds each kept file, so their number has a limit. */
    @Test
    void tooManyPipesAreKeptOnlyInPart() throws Exception {
        start(false);
        gateway.write("config/run/file", "backed up");
        gateway.completedBackup();
        Command.run(
                "sh",
                "-c",
                "cd \"$0\" && seq 10001 | xargs mkfifo",
                gateway.root.resolve("config/run").toString());
        RestorePlan plan = plan();
        assertThat(plan.executable()).isFalse();
        assertThat(omissions(plan, RestoreCheck.Result.FAIL))
                .singleElement()
                .asString()
                .contains("cannot be kept", "more than 10000", "config/run/");
        RestorePlan dropping = gateway.plan(RestoreSelection.everything().withDropOmitted(true));
        assertThat(dropping.executable()).isTrue();
        assertThat(omissions(dropping, RestoreCheck.Result.WARNING))
                .singleElement()
                .asString()
                .contains("are removed", "more than 10000", "config/run/");
    }

    private List<String> names() throws IOException {
        Path config = gateway.root.resolve("config");
        try (Stream<Path> walk = Files.walk(config)) {
            return walk.map(file -> config.relativize(file).toString()).toList();
        }
    }

    /** A migration took its directory away: nothing is lost unless somebody says that it may. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void unkeepableFileIsDroppedOnlyIfAllowed(boolean drop) throws Exception {
        directory = directory.toRealPath();
        gateway = new TestGateway(directory);
        try (TestGateway older = gateway) {
            older.section(new VersionedSection("config", false, 1, older.root.resolve("config")))
                    .start();
            older.write("config/run/file", "backed up");
            Command.run("mkfifo", older.root.resolve("config/run/pipe").toString());
            assertThat(older.backup().state()).isEqualTo(JobState.COMPLETED);
        }
        try (TestGateway newer = new TestGateway(directory, gateway.memory)) {
            newer.section(new VersionedSection("config", false, 2, newer.root.resolve("config"))
                            .leading(1, 2, staged -> Files.move(staged.resolve("run"), staged.resolve("moved"))))
                    .start();
            SortedMap<String, String> current = newer.tree();
            Job restore = newer.restore(RestoreSelection.everything().withDropOmitted(drop), Optional.empty());
            assertThat(restore.state()).as(restore.message()).isEqualTo(drop ? JobState.COMPLETED : JobState.ERROR);
            assertThat(newer.root.resolve("config/moved/file"))
                    .satisfies(file -> assertThat(Files.exists(file)).isEqualTo(drop));
            if (!drop) {
                assertThat(restore.message())
                        .contains(
                                "config/run/pipe, which the backup does not hold, has no place in the restored state");
                assertThat(newer.tree()).isEqualTo(current);
            }
        }
    }
}
