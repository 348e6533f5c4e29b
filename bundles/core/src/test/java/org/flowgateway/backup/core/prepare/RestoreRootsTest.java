package org.flowgateway.backup.core.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
