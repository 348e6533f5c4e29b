package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that does not sync ends the restore with a reason. */
class FileSystemSyncTest {

    @TempDir
    private Path directory;

    private void assertFails(TreeHook hook, Duration limit, String message) throws IOException {
        try (DirectoryHandle tree = TestTrees.fileTrees(hook).open(directory.toRealPath());
                FileSystemSync disk = new FileSystemSync(List.of(tree), limit)) {
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
            assertFails(blocking, Duration.ofMillis(50), "within 50 ms");
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
                Duration.ofMinutes(2),
                "internal error");
    }

    /** Counts the runs that have begun, and can hold the disk. */
    private static final class CountedDisk implements TreeHook {
        private final Semaphore begun = new Semaphore(0);
        private final AtomicInteger ended = new AtomicInteger();
        private final Semaphore held = new Semaphore(Integer.MAX_VALUE / 2);

        @Override
        public void before(TreeOperation operation, String path) throws IOException {
            if (operation == TreeOperation.SYNC) {
                begun.release();
                held.acquireUninterruptibly();
                ended.incrementAndGet();
            }
        }
    }

    private static final long ENOUGH = 96L << 20;

    private final CountedDisk counted = new CountedDisk();

    private FileSystemSync open(DirectoryHandle... trees) throws IOException {
        return new FileSystemSync(List.of(trees));
    }

    private DirectoryHandle handle() throws IOException {
        return TestTrees.fileTrees(counted).open(directory.toRealPath());
    }

    @Test
    void finishRunsOnceMoreForWhatWasWrittenMeanwhile() throws Exception {
        try (DirectoryHandle tree = handle();
                FileSystemSync disk = open(tree)) {
            disk.finish();
            assertThat(counted.ended).hasValue(2);
        }
    }

    @Test
    void fileSystemOfSeveralTreesIsSyncedOnce() throws Exception {
        try (DirectoryHandle tree = handle();
                DirectoryHandle other = handle();
                FileSystemSync disk = open(tree, other)) {
            disk.finish();
            assertThat(counted.ended).hasValue(2);
        }
    }

    @Test
    @Timeout(60)
    void runBeginsOnceEnoughIsWritten() throws Exception {
        try (DirectoryHandle tree = handle();
                FileSystemSync disk = open(tree)) {
            assertThat(counted.begun.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            disk.written(ENOUGH - 1);
            disk.written(0);
            assertThat(counted.begun.availablePermits()).isZero();
            while (counted.begun.availablePermits() == 0) { // The first run may not have ended yet.
                disk.written(1);
                Thread.onSpinWait();
            }
            assertThat(counted.begun.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            disk.written(ENOUGH / 2);
            assertThat(counted.begun.availablePermits()).isZero();
            disk.finish();
            assertThat(counted.ended).hasValue(3);
        }
    }

    @Test
    void writersDoNotWaitForTheDisk() throws Exception {
        counted.held.drainPermits();
        try (DirectoryHandle tree = handle();
                FileSystemSync disk = open(tree)) {
            assertThat(counted.begun.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            disk.written(ENOUGH);
            disk.written(ENOUGH);
            assertThat(counted.ended).hasValue(0);
            counted.held.release(1000);
            disk.finish();
            assertThat(counted.ended).hasValue(2);
        }
    }

    @Test
    void failureOfTheDiskIsItsOwn() throws Exception {
        assertFails(
                (operation, path) -> {
                    if (operation == TreeOperation.SYNC) {
                        throw new IOException("no space");
                    }
                },
                Duration.ofMinutes(2),
                "no space");
    }

    /** The system reports a failure once, so that of any run counts. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failureOfAnEarlierRunIsReported(boolean whileWriting) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        TreeHook failingOnce = (operation, path) -> {
            if (operation == TreeOperation.SYNC && runs.getAndIncrement() == 0) {
                throw new IOException("no space");
            }
        };
        try (DirectoryHandle tree = TestTrees.fileTrees(failingOnce).open(directory.toRealPath());
                FileSystemSync disk = open(tree)) {
            assertThatThrownBy(() -> {
                        while (whileWriting) { // The first run may not have ended yet.
                            disk.written(ENOUGH);
                            assertThat(runs).hasValueLessThan(2);
                        }
                        disk.finish();
                    })
                    .hasMessage("no space");
        }
    }

    @Test
    void interruptedJobStopsWaiting() throws Exception {
        counted.held.drainPermits();
        try (DirectoryHandle tree = handle();
                FileSystemSync disk = open(tree)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(disk::finish).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            counted.held.release(1000);
        }
    }
}
