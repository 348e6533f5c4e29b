package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.Latch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failed job reports its cause, and not what its other workers did when they were stopped. */
class WorkerFailureTest {

    @TempDir
    private Path directory;

    private final Latch reading = new Latch();

    /** Reading a file lasts until the worker is stopped. */
    private final InterceptedFileSystem.Hook slow = new InterceptedFileSystem.Hook() {
        @Override
        public void before(InterceptedFileSystem.Operation operation, Path file) {
            // Only reading takes its time.
        }

        @Override
        public void opened(Path file) throws IOException {
            if (file.endsWith("slow")) {
                try {
                    reading.open();
                    reading.run();
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ClosedByInterruptException();
                }
            }
        }
    };

    /** The first pack goes alone; while the second fails, the other worker goes on with those after it. */
    private static boolean isSecond(String name) {
        return name.endsWith("packs/000001.tar.zst.pgp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config/slow", "vault/certs/slow"})
    void filesOfStoppedWorkersAreNotMentioned(String file) throws Exception {
        try (TestGateway gateway =
                new TestGateway(directory).observed(slow.trees()).workers(2).packs(2 << 20)) {
            gateway.write("config/a-first", 1 << 20);
            gateway.write("config/b-second", 3 << 19);
            gateway.write(
                    "config/z-last", 1 << 20); // Before a section's end, its files are read by whoever chooses next.
            gateway.write(file, 1 << 20); // There is no room for it in the second pack.
            gateway.faults.before(Call.PUT, WorkerFailureTest::isSecond, reading::awaitReached);
            gateway.faults.failOn(Call.PUT, WorkerFailureTest::isSecond, FailureKind.DENIED);
            Job backup = gateway.start().backup();
            assertThat(backup.state()).isEqualTo(JobState.ERROR);
            assertThat(backup.message()).isNotEmpty().doesNotContain("slow");
            assertThat(backup.warnings()).isEmpty();
        }
    }
}
