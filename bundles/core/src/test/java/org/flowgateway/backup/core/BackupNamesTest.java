package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.testsupport.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every backup has a directory of its own, named by its start; a name that is taken means the next one. */
class BackupNamesTest {

    private static final String FIRST_PACK = "/packs/000000.tar.zst.pgp";

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock("2026-02-27T15:46:03.5Z");
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(directory.resolve("a")).clock(clock).start();
        gateway.write("config/file", "first");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void nameIsTheMinuteOfTheStartOrTheSecondIfTaken() throws Exception {
        assertThat(gateway.completedBackup().backupDirectory()).isEqualTo("backups/20260227_1546");
        clock.advance(Duration.ofSeconds(9));
        assertThat(gateway.completedBackup().backupDirectory()).isEqualTo("backups/20260227_154612");
        assertThat(gateway.completedBackup().backupDirectory()).isEqualTo("backups/20260227_154613");
        clock.advance(Duration.ofMinutes(1));
        assertThat(gateway.completedBackup().backupDirectory()).isEqualTo("backups/20260227_1547");
    }

    @Test
    void takenNameIsSkippedAndItsContentKept() throws Exception {
        gateway.memory.plant("backups/20260227_1546/readme.txt", new byte[] {1});
        gateway.memory.plant("backups/20260227_154603", new byte[] {2});
        assertThat(gateway.completedBackup().backupDirectory()).isEqualTo("backups/20260227_154604");
        assertThat(gateway.memory.objects())
                .containsKeys("backups/20260227_1546/readme.txt", "backups/20260227_154603");
    }

    @Test
    void nameTakenConcurrentlyIsLeftToTheOtherGateway() throws Exception {
        AtomicBoolean raced = new AtomicBoolean();
        gateway.faults.before(
                Call.PUT,
                name -> name.equals("20260227_1546" + FIRST_PACK) && raced.compareAndSet(false, true),
                () -> gateway.memory.plant("backups/20260227_1546" + FIRST_PACK, new byte[] {9}));
        Job backup = gateway.completedBackup();
        assertThat(raced).isTrue();
        assertThat(backup.backupDirectory()).isEqualTo("backups/20260227_154603");
        assertThat(gateway.memory.objects().get("backups/20260227_1546" + FIRST_PACK))
                .containsExactly(9);
        assertThat(gateway.stored())
                .filteredOn(name -> name.startsWith("20260227_1546/"))
                .hasSize(1);
    }

    @Test
    void twoGatewaysStoreIntoOneDirectoryAndTheNewestIsRestored() throws Exception {
        try (TestGateway other = new TestGateway(directory.resolve("b"), gateway.memory)
                .clock(clock)
                .start()) {
            other.write("config/file", "of the other");
            gateway.completedBackup();
            clock.advance(Duration.ofSeconds(1));
            assertThat(other.completedBackup().backupDirectory()).isEqualTo("backups/20260227_154604");
            assertThat(gateway.completedRestore().backupDirectory()).isEqualTo("backups/20260227_154604");
            assertThat(gateway.root.resolve("config/file")).hasContent("of the other");
        }
    }

    @Test
    void newestBackupIsTheOneStartedLast() throws Exception {
        clock.set("2026-02-27T15:46:50Z");
        gateway.write("config/file", "started last");
        gateway.completedBackup();
        clock.set("2026-02-27T15:46:03Z");
        gateway.write("config/file", "started first");
        gateway.completedBackup();
        clock.set("2026-02-27T15:46:30Z");
        gateway.write("config/file", "started second");
        gateway.completedBackup();
        assertThat(gateway.completedRestore().backupDirectory()).isEqualTo("backups/20260227_1546");
        assertThat(gateway.root.resolve("config/file")).hasContent("started last");
    }

    @Test
    void latestOfBackupsOfTheSameSecondIsRestored() throws Exception {
        for (String content : new String[] {"first", "second", "third"}) {
            gateway.write("config/file", content);
            gateway.completedBackup();
        }
        assertThat(gateway.completedRestore().backupDirectory()).isEqualTo("backups/20260227_154604");
        assertThat(gateway.root.resolve("config/file")).hasContent("third");
    }

    @Test
    void clockSetBackIsReportedAndTheLatestJobStaysTheLaterOne() throws Exception {
        gateway.completedBackup();
        clock.set("2026-02-20T08:00:00Z");
        Job behind = gateway.completedBackup();
        assertThat(behind.message())
                .contains("The clock of this gateway is behind", "20260227_1546 was taken later", "Set the clock");
        assertThat(behind.backupDirectory()).isEqualTo("backups/20260220_0800");
        assertThat(gateway.service().latest(Operation.BACKUP)).contains(behind);
        assertThat(gateway.service().latestCompleted(Operation.BACKUP)).contains(behind);
        clock.set("2026-02-20T08:01:00Z");
        gateway.write("config/later", "x");
        Job restore = gateway.restore();
        assertThat(restore.state()).isEqualTo(JobState.COMPLETED);
        assertThat(restore.backupDirectory()).isEqualTo("backups/20260227_1546");
    }
}
