package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A swap within a root that others change, or that is gone, ends with a reason. */
class InPlaceSwapTest {

    @TempDir
    private Path directory;

    private Path root;
    private Path journal;
    private volatile boolean busy;

    /** Hook that forbids to rename the root, and while it is busy creates a file in it before each listing. */
    private final class BusyRoot implements TreeHook {

        @Override
        public boolean mayWrite(String path) {
            return !path.endsWith("/gateway");
        }

        @Override
        public void before(TreeOperation operation, String path) throws IOException {
            if (busy && operation == TreeOperation.LIST && path.equals(root.toString())) {
                Files.writeString(root.resolve("created"), "meanwhile");
            }
        }
    }

    @BeforeEach
    void createRoot() throws IOException {
        root = Files.createDirectories(directory.toRealPath().resolve("gateway/config"));
        Files.writeString(root.resolve("file"), "current");
        journal = directory.resolve("restore.journal");
    }

    private RestoreTransaction begin() throws IOException {
        return RestoreTransaction.begin(journal, "restore-000001", List.of(root), TestTrees.fileTrees(new BusyRoot()));
    }

    @Test
    void rootThatKeepsChangingIsReported() throws Exception {
        RestoreTransaction transaction = begin();
        busy = true;
        assertThatThrownBy(transaction::swap)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(root + " keeps changing");
        busy = false;
        transaction.rollBack();
        transaction.close();
        assertThat(root.resolve("file")).hasContent("current");
    }

    @Test
    void rootWhoseFileSystemIsNotMountedIsReported() throws Exception {
        FileTrees trees = TestTrees.fileTrees(TreeHook.NONE);
        DirectoryMetadata attributes;
        try (DirectoryHandle handle = trees.open(root)) {
            attributes = DirectoryMetadata.of(handle);
        }
        InPlaceSwapRecord record = new InPlaceSwapRecord(
                root,
                root.resolve("staged"),
                root.resolve("leaving"),
                root.resolve("before"),
                true,
                attributes,
                Optional.empty(),
                Map.of(),
                Map.of(),
                SwapInodes.UNKNOWN,
                List.of());
        assertThatThrownBy(() -> record.open(trees))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no file system is mounted on " + root);
    }

    @Test
    void rootThatIsGoneIsReported() throws Exception {
        begin().release();
        Command.run("rm", "-r", root.toString());
        RestoreTransaction interrupted = RestoreTransaction.findInterrupted(
                        journal, TestTrees.fileTrees(new BusyRoot()))
                .orElseThrow();
        assertThatThrownBy(interrupted::recover)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(root.toString(), "does not exist", "mount it");
    }
}
