package org.flowgateway.backup.core.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.core.UncalledSection;
import org.flowgateway.backup.core.prepare.RestoreRoots.Size;
import org.flowgateway.backup.core.tree.RootLocation;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the place of a section, or with the space there, is found before anything is written. */
class RestoreRootsTest {

    private static final FileTrees TREES = TestTrees.fileTrees(TreeHook.NONE);

    @TempDir
    private Path directory;

    private Path root;
    private final CheckList checks = CheckList.forPlan();
    private final RestoreRoots roots = new RestoreRoots(checks, TREES);

    @BeforeEach
    void createRoot() throws IOException {
        directory = directory.toRealPath();
        root = Files.createDirectory(directory.resolve("config"));
    }

    private RestoreCheck failure() {
        return checks.checks().stream()
                .filter(check -> check.result() == RestoreCheck.Result.FAIL)
                .findFirst()
                .orElseThrow();
    }

    private RootLocation location(boolean mountPoint, boolean aboveWritable, boolean own) throws IOException {
        try (DirectoryHandle handle = TREES.open(root)) {
            FileState state = handle.state();
            return new RootLocation(root, directory, Optional.of(state), mountPoint, aboveWritable, true, own);
        }
    }

    @Test
    void mountPointOfAnotherUserFails() throws Exception {
        roots.checkLocation(location(true, true, false), List.of());
        assertThat(failure().message()).contains(root.toString(), "mounted on it", "another user");
        assertThat(failure().action()).contains("owner");
    }

    @Test
    void missingWritePermissionFails() throws Exception {
        roots.checkLocation(location(false, false, false), List.of());
        assertThat(failure().message()).contains(root + ":", "no write permission on " + directory);
        assertThat(failure().action()).isEqualTo("Grant it");
    }

    @Test
    void mountBelowFails() throws Exception {
        roots.checkLocation(location(false, true, true), List.of(root + "/below"));
        assertThat(failure().message()).contains(root.toString(), "mounted below it");
        assertThat(failure().action()).contains("Unmount");
    }

    private List<SelectedSection> find(Path location) throws Exception {
        SectionSummary summary = new SectionSummary("config", "The config", true, false, 1, 1, 1);
        return roots.find(List.of(new SelectedSection(UncalledSection.config(location), summary, location)));
    }

    @Test
    void rootBehindALoopOfLinksFails() throws Exception {
        Path loop = Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
        assertThat(find(loop)).isEmpty();
        assertThat(failure().message()).contains("Cannot restore to " + loop + ": ", "symbolic link");
        assertThat(failure().action()).contains("then restore");
    }

    @Test
    void missingSpaceFailsWithBothNumbers() throws Exception {
        List<SelectedSection> selected = find(root);
        Map<SelectedSection, Size> needs = new HashMap<>(Map.of(selected.get(0), new Size(1, 1L << 60)));
        roots.checkSpace(selected, needs, () -> needs);
        assertThat(failure().id()).isEqualTo("space");
        assertThat(failure().message()).contains(directory + " has ", "MiB free", (1L << 40) + 1 + " MiB are required");
    }

    @Test
    void unknownSpaceFails() throws Exception {
        List<SelectedSection> selected = find(root);
        Map<SelectedSection, Size> needs = new HashMap<>(Map.of(selected.get(0), new Size(1, 1L << 60)));
        roots.checkSpace(selected, needs, () -> {
            throw new IOException("the test wants it so");
        });
        assertThat(failure().message()).contains("cannot be determined", "the test wants it so");
    }

    private List<RestoreCheck> results(RestoreCheck.Result result) {
        return checks.checks().stream()
                .filter(check -> check.result() == result)
                .toList();
    }

    @Test
    void nothingSelectedFails() throws Exception {
        assertThat(roots.find(List.of())).isEmpty();
        assertThat(failure().id()).isEqualTo("sections");
    }

    @Test
    void socketsAndPipesOfTheCurrentStateAreFound() throws Exception {
        Files.createDirectories(root.resolve("run"));
        Files.createFile(root.resolve("run/file"));
        Command.run("mkfifo", root.resolve("run/pipe").toString());
        Path staging = Files.createDirectory(root.resolve(".config.restore-000001.restored"));
        Command.run("mkfifo", staging.resolve("pipe").toString());
        assertThat(find(root)).hasSize(1);
        assertThat(roots.liveFiles())
                .containsOnlyKeys("config")
                .containsValue(List.of(new OmittedFiles.OmittedFile(
                        "run/pipe", (long) Files.getAttribute(root.resolve("run/pipe"), "unix:ino"))));
        assertThat(results(RestoreCheck.Result.FAIL)).isEmpty();
    }

    @Test
    void missingRootHasNoFiles() throws Exception {
        assertThat(find(directory.resolve("missing"))).hasSize(1);
        assertThat(find(Files.createFile(directory.resolve("file")))).hasSize(1);
        assertThat(roots.liveFiles()).isEmpty();
        assertThat(results(RestoreCheck.Result.FAIL)).isEmpty();
    }

    @Test
    void directoryAboveThatOthersMayWriteToIsAWarning() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setAttribute(open, "unix:mode", 0777);
        find(Files.createDirectory(open.resolve("config")));
        assertThat(results(RestoreCheck.Result.WARNING))
                .singleElement()
                .satisfies(check -> assertThat(check.message()).contains(open.toString()));
    }

    private static RestoreRoots.Estimate unneeded() {
        return () -> {
            throw new AssertionError("The bound is low enough");
        };
    }

    @Test
    void enoughSpacePasses() throws Exception {
        List<SelectedSection> selected = find(root);
        roots.checkSpace(selected, new HashMap<>(Map.of(selected.get(0), new Size(1, 1L << 20))), unneeded());
        long free = Files.getFileStore(root).getUsableSpace() >> 20;
        assertThat(checks.checks()).last().satisfies(check -> {
            assertThat(check.id()).isEqualTo("space");
            assertThat(check.result()).isEqualTo(RestoreCheck.Result.OK);
            assertThat(check.message()).contains("MiB free");
            long stated = Long.parseLong(check.message().replaceAll(".* has ([0-9]+) MiB free.*", "$1"));
            assertThat(stated).isBetween(free / 2, free * 2);
        });
    }

    @Test
    void closerEstimateDecides() throws Exception {
        List<SelectedSection> selected = find(root);
        Map<SelectedSection, Size> needs = new HashMap<>(Map.of(selected.get(0), new Size(1, 1L << 60)));
        roots.checkSpace(selected, needs, () -> Map.of(selected.get(0), new Size(1, 1)));
        assertThat(results(RestoreCheck.Result.FAIL)).isEmpty();
    }

    @Test
    void sectionsOfOneFileSystemShareItsSpace() throws Exception {
        List<SelectedSection> selected = new ArrayList<>(find(root));
        selected.addAll(find(Files.createDirectory(directory.resolve("other"))));
        long most = Files.getFileStore(root).getUsableSpace() / 5 * 4;
        Map<SelectedSection, Size> needs = new HashMap<>();
        selected.forEach(section -> needs.put(section, new Size(1, most)));
        roots.checkSpace(selected, needs, () -> needs);
        assertThat(results(RestoreCheck.Result.FAIL)).hasSize(1);
    }
}
