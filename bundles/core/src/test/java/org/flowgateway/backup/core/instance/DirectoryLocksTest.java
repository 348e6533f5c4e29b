package org.flowgateway.backup.core.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two installations set up for the same trees do not work on them at the same time. */
class DirectoryLocksTest {

    @TempDir
    private Path directory;

    private final TreeLocks one = new DirectoryLocks(TestTrees.fileTrees(TreeHook.NONE));
    private final TreeLocks other = new DirectoryLocks(TestTrees.fileTrees(TreeHook.NONE));

    @Test
    void aDirectoryIsHeldByOneJobAndNamed() throws Exception {
        Path root = Files.createDirectory(directory.resolve("config"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), root);
        Path backups = Files.createDirectory(directory.resolve("backups"));
        try (TreeLocks.Hold held = one.hold(List.of(root, link, root))) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> other.hold(List.of(backups, link)))
                    .isInstanceOf(TreeHeldException.class)
                    .hasMessageContaining("Another gateway's job works on " + link)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            other.hold(List.of(backups)).close(); // The one that was refused holds nothing.
        }
        other.hold(List.of(root)).close();
    }

    @Test
    void missingDirectoryIsSkipped() throws Exception {
        other.hold(List.of(directory.resolve("none"))).close();
        Files.createFile(directory.resolve("file"));
        other.hold(List.of(directory.resolve("file"))).close();
    }
}
