package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that does not sync ends the restore with a reason. */
class FileSystemSyncTest {

    @TempDir
    private Path directory;

    private void assertFails(TreeHook hook, String message) throws IOException {
        try (DirectoryHandle tree = TestTrees.fileTrees(hook).open(directory.toRealPath());
                FileSystemSync disk = new FileSystemSync(List.of(tree), Duration.ofMillis(50))) {
            assertThatThrownBy(disk::finish).isInstanceOf(IOException.class).hasMessageContaining(message);
        }
    }

    @Test
    void diskThatDoesNotAnswerTimesOut() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        TreeHook blocking = (operation, path) -> {
            if (operation == TreeOperation.SYNC) {
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IOException("the test has ended");
            }
        };
        try {
            assertFails(blocking, "within 50 ms");
        } finally {
            answer.countDown();
        }
    }

    @Test
    void unexpectedFailureIsAnInternalError() throws Exception {
        assertFails(
                (operation, path) -> {
                    if (operation == TreeOperation.SYNC) {
                        throw new IllegalStateException("the test wants it so");
                    }
                },
                "internal error");
    }
}
