package org.flowgateway.backup.core.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.core.UncalledSection;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.job.JobRunFixture;
import org.flowgateway.backup.core.prepare.OmittedFiles.OmittedFile;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any change of the current state is found by its fingerprint. */
class UnchangedGuardTest {

    private static final FileTrees TREES = TestTrees.fileTrees(TreeHook.NONE);

    @TempDir
    private Path directory;

    private Path root;
    private JobRun run;

    @BeforeEach
    void createTree() throws IOException {
        directory = directory.toRealPath();
        root = Files.createDirectory(directory.resolve("config"));
        run = JobRunFixture.runningBackup(Files.createDirectory(directory.resolve("jobs")));
        Files.writeString(root.resolve("file"), "content");
        Files.createDirectory(root.resolve("directory"));
    }

    private SelectedSection section(int formatVersion) {
        return new SelectedSection(
                UncalledSection.config(root),
                new SectionSummary("config", "The config", true, false, formatVersion, 1, 1),
                root);
    }

    private UnchangedGuard guard(FileTrees trees, OmittedFiles kept) throws Exception {
        return UnchangedGuard.ofPartialRestore(run, trees, List.of(section(1)), kept);
    }

    private String fingerprint(SelectedSection... sections) throws Exception {
        return CurrentStateWalk.fingerprint(run, TREES, List.of(sections), OmittedFiles.NONE);
    }

    private interface Change {
        void run() throws IOException;
    }

    private void assertDetects(Change change) throws Exception {
        UnchangedGuard guard = guard(TREES, OmittedFiles.NONE);
        guard.check();
        change.run();
        assertThatThrownBy(guard::check).isInstanceOf(JobFailedException.class).hasMessageContaining("changed");
    }

    @Test
    void changeIsDetected() throws Exception {
        Path file = root.resolve("file");
        assertDetects(() -> Files.writeString(file, "content, longer"));
        assertDetects(() -> Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(5))));
        assertDetects(() -> Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(5, 1000))));
        assertDetects(() -> Files.setAttribute(file, "unix:mode", 0600));
        assertDetects(() -> Files.setAttribute(root, "unix:mode", 0711));
        assertDetects(() -> Files.createFile(root.resolve("directory/added")));
        assertDetects(() -> Files.createLink(root.resolve("link"), file));
        assertDetects(() -> Files.move(root.resolve("link"), root.resolve("link2")));
        assertDetects(() -> Files.delete(root.resolve("link2")));
        assertDetects(() -> {
            FileTime time = Files.getLastModifiedTime(file);
            Files.writeString(file, "CONTENT, LONGER");
            Files.setLastModifiedTime(file, time);
        });
        assertDetects(() -> Files.move(root, directory.resolve("away")));
    }

    /** Staging within a root changes the root's own time. */
    @Test
    void timeOfTheRootDoesNotCount() throws Exception {
        UnchangedGuard guard = guard(TREES, OmittedFiles.NONE);
        Files.setLastModifiedTime(root, FileTime.from(Instant.EPOCH));
        guard.check();
    }

    @Test
    void settingsCount() throws Exception {
        String fingerprint = fingerprint(section(1));
        assertThat(fingerprint).hasSize(64).isEqualTo(fingerprint(section(1)));
        assertThat(fingerprint(section(2))).isNotEqualTo(fingerprint);
        assertThat(fingerprint(section(1), section(1))).isNotEqualTo(fingerprint);
        assertThat(fingerprint()).isNotEqualTo(fingerprint);
        assertThat(fingerprint(new SelectedSection(
                        UncalledSection.config(root, true), section(1).summary(), root)))
                .isNotEqualTo(fingerprint);
    }

    @Test
    void unreadableFileFailsUnlessItIsKept() throws Exception {
        FileTrees trees = TestTrees.fileTrees((operation, path) -> {
            if (operation == TreeOperation.LIST && path.endsWith("/directory")) {
                throw new IOException("the test wants it so");
            }
        });
        assertThatThrownBy(() -> guard(trees, OmittedFiles.NONE))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContainingAll("config/directory", "the test wants it so");
        guard(trees, new OmittedFiles(Map.of("config", List.of(new OmittedFile("directory", 1))), false))
                .check();
    }

    @Test
    void missingRootsCountByIdAndPath() throws Exception {
        SectionSummary other = new SectionSummary("other", "The config", true, false, 1, 1, 1);
        SelectedSection missing =
                new SelectedSection(UncalledSection.config(root), section(1).summary(), directory.resolve("missing"));
        SelectedSection elsewhere =
                new SelectedSection(UncalledSection.config(root), section(1).summary(), directory.resolve("elsewhere"));
        SelectedSection renamed =
                new SelectedSection(UncalledSection.config(root), other, directory.resolve("missing"));
        assertThat(List.of(fingerprint(missing), fingerprint(elsewhere), fingerprint(renamed)))
                .doesNotHaveDuplicates();
    }

    @Test
    void cancelledJobEndsTheWalk() throws Exception {
        UnchangedGuard guard = guard(TREES, OmittedFiles.NONE);
        run.cancel(CheckMessage.CHANGED_DURING_RESTORE.with());
        assertThatThrownBy(guard::check).isInstanceOf(JobCancelledException.class);
    }
}
