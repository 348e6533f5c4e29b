package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.testsupport.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup is COMPLETED only when the target gave back proof of it; otherwise nothing of it is left there. */
class BackupCommitTest {

    private static final String NAME = "20260227_1546";
    private static final String PACK = NAME + "/packs/00000%d.tar.zst.pgp";
    private static final String INDEX = NAME + "/index.json.zst.pgp";
    private static final String MANIFEST = NAME + "/manifest.json";

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock("2026-02-27T15:40:00Z");
    private TestGateway gateway;
    private Job earlier;
    private int stored;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(directory).clock(clock).start();
        gateway.write("config/file", "content");
        earlier = gateway.completedBackup();
        stored = gateway.stored().size();
        gateway.write("config/large", 17 << 20);
        clock.set("2026-02-27T15:46:00Z");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void backupIsCompletedOnlyAfterTheManifestWasReadBack() throws Exception {
        gateway.faults.before(
                Call.READ,
                MANIFEST::equals,
                () -> assertThat(gateway.service()
                                .latest(Operation.BACKUP)
                                .orElseThrow()
                                .state())
                        .isEqualTo(JobState.EXECUTING));
        Job backup = gateway.completedBackup();
        assertThat(gateway.faults.names(Call.PUT)).endsWith(MANIFEST);
        assertThat(gateway.faults.names(Call.READ)).contains(MANIFEST);
        assertThat(backup.progress().storedBytes()).isGreaterThan(17 << 20);
    }

    /** A large file takes minutes: its parts count as they are read. */
    @Test
    void contentIsCountedAsItIsRead() throws Exception {
        AtomicLong seen = new AtomicLong();
        gateway.faults.before(
                Call.PUT,
                PACK.formatted(1)::equals,
                () -> seen.set(gateway.service()
                        .latest(Operation.BACKUP)
                        .orElseThrow()
                        .progress()
                        .plainBytes()));
        Job backup = gateway.completedBackup();
        assertThat(seen.get()).isGreaterThan(4 << 20);
        assertThat(backup.progress().plainBytes()).isEqualTo((17 << 20) + "content".length());
    }

    /** The others wait for the first pack, which takes the directory. */
    @Test
    void theFirstPackIsSmall() throws Exception {
        gateway.write("config/a", 600 << 10);
        gateway.write("config/b", 600 << 10);
        gateway.write("config/c", 600 << 10);
        gateway.completedBackup();
        assertThat(gateway.memory.objects().get("backups/" + PACK.formatted(0)).length)
                .isBetween(1 << 20, 1400 << 10);
    }

    @Test
    void differingManifestIsRemoved() throws Exception {
        gateway.faults.corruptRead(MANIFEST);
        assertFails("The manifest read back from backups differs");
    }

    @Test
    void backupThatCannotBeSealedSaysWhatToDo() throws Exception {
        assertNotSealed(
                ArchiveMessage.TOO_MANY_PACKS.exception(100_000),
                "could not be restored: there are more than the [100000] packs",
                "Reduce what the sections hold");
    }

    @Test
    void backupThatIsDamagedAtOnceIsToBeReported() throws Exception {
        assertNotSealed(
                ArchiveMessage.OTHER_INDEX.exception(), "could not be restored: the index is not the one", "Report it");
    }

    private void assertNotSealed(ArchiveException failure, String... parts) throws Exception {
        try (TestGateway other = new TestGateway(directory.resolve("other"))
                .sealingCipher(password -> failing(failure))
                .start()) {
            Job backup = other.backup();
            assertThat(backup.state()).isEqualTo(JobState.ERROR);
            assertThat(backup.message()).contains(parts);
            assertThat(other.stored()).isEmpty();
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> ArchiveCipher failing(ArchiveException failure) throws E {
        throw (E) failure;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void lostObjectIsDetected(int pack) throws Exception {
        gateway.faults.after(Call.PUT, INDEX::equals, () -> gateway.memory.lose("backups/" + PACK.formatted(pack)));
        assertFails(
                "backups does not hold what was sent: packs/00000" + pack + ".tar.zst.pgp is missing",
                "Check the storage there");
    }

    @Test
    void objectOfAnotherLengthIsDetected() throws Exception {
        gateway.faults.after(
                Call.PUT, INDEX::equals, () -> gateway.memory.plant("backups/" + INDEX, new byte[] {1, 2, 3}));
        assertFails("index.json.zst.pgp has length [3] instead of");
    }

    @ParameterizedTest
    @CsvSource({
        "0,NO_SPACE",
        "0,DENIED",
        "0,CONNECTION_LOST",
        "0,UNKNOWN",
        "1,NO_SPACE",
        "2,DENIED",
        "2,CONNECTION_LOST"
    })
    void unstorablePackFailsTheBackup(int pack, FailureKind kind) throws Exception {
        gateway.faults.failOn(Call.PUT, PACK.formatted(pack)::equals, kind);
        assertFails("The test lets PUT of [" + PACK.formatted(pack) + "] fail: " + kind);
    }

    @ParameterizedTest
    @CsvSource({
        "index,NO_SPACE",
        "index,CONNECTION_LOST",
        "manifest,NO_SPACE",
        "manifest,DENIED",
        "manifest,CONNECTION_LOST"
    })
    void unstorableIndexOrManifestFailsTheBackup(String object, FailureKind kind) throws Exception {
        gateway.faults.failOn(Call.PUT, name -> name.startsWith(NAME + "/" + object), kind);
        assertFails("The test lets PUT of", kind.name());
    }

    /** Puts are counted: three packs, the index and the manifest. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void connectionLostAfterPutLeavesNoObject(int put) throws Exception {
        gateway.faults.failAfter(Call.PUT, put, FailureKind.CONNECTION_LOST);
        assertFails("CONNECTION_LOST");
    }

    @Test
    void fullTargetIsReported() throws Exception {
        gateway.memory.capacity(10 << 20);
        Job backup = gateway.backup();
        assertThat(backup.state()).isEqualTo(JobState.ERROR);
        assertThat(backup.message()).isEqualTo("The memory that was set apart is full");
        assertThat(gateway.stored()).hasSize(stored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPEN", "PROBE", "LIST"})
    void unusableTargetFailsTheBackupBeforeAnythingIsStored(Call call) throws Exception {
        gateway.faults.failOn(call, name -> true, FailureKind.UNREACHABLE);
        Job backup = gateway.backup();
        assertThat(backup.state()).isEqualTo(JobState.ERROR);
        assertThat(backup.message())
                .isEqualTo("The test lets " + call + " of [" + (call == Call.OPEN ? "backups" : "")
                        + "] fail: UNREACHABLE");
        assertThat(gateway.faults.names(Call.PUT)).noneMatch(name -> name.startsWith(NAME));
    }

    @Test
    void orphansAreReportedAndRemovedByTheNextJob() throws Exception {
        breakOffBeyondCleaning();
        gateway.faults.heal();
        clock.set("2026-02-27T15:50:00Z");
        assertThat(gateway.completedBackup().message()).isEmpty();
        assertThat(gateway.stored()).noneMatch(name -> name.startsWith(NAME));
    }

    @Test
    void orphansAreRemovedAfterRestart() throws Exception {
        breakOffBeyondCleaning();
        gateway.close();
        try (TestGateway again = new TestGateway(directory, gateway.memory).start()) {
            assertThat(again.stored()).hasSize(stored);
            assertThat(again.service().latestCompleted(Operation.BACKUP)).contains(earlier);
        }
    }

    @Test
    void undeletableOrphansDoNotPreventJobs() throws Exception {
        breakOffBeyondCleaning();
        clock.set("2026-02-27T15:50:00Z");
        gateway.faults.heal().failOn(Call.DELETE, name -> true, FailureKind.DENIED);
        assertThat(gateway.completedBackup().message()).contains("left on the target", "The test lets DELETE");
        assertThat(gateway.completedRestore().backupDirectory()).isEqualTo("backups/20260227_1550");
        gateway.faults.heal();
        gateway.completedRestore();
        assertThat(gateway.stored()).noneMatch(name -> name.startsWith(NAME));
    }

    private void breakOffBeyondCleaning() throws Exception {
        Predicate<String> all = name -> true;
        gateway.faults
                .failOn(Call.PUT, INDEX::equals, FailureKind.NO_SPACE)
                .failOn(Call.DELETE, all, FailureKind.DENIED);
        Job backup = gateway.backup();
        assertThat(backup.state()).isEqualTo(JobState.ERROR);
        assertThat(backup.message())
                .contains(
                        "NO_SPACE",
                        "The unfinished directory " + NAME + " is left on the target; the next job there removes it");
        assertThat(gateway.stored()).contains(PACK.formatted(0)).doesNotContain(MANIFEST);
    }

    private void assertFails(String... parts) throws Exception {
        Job backup = gateway.backup();
        assertThat(backup.state()).as(backup.message()).isEqualTo(JobState.ERROR);
        assertThat(backup.message()).contains(parts);
        assertThat(gateway.stored()).hasSize(stored);
        assertThat(gateway.service().latestCompleted(Operation.BACKUP)).contains(earlier);
        gateway.faults.heal();
        assertThat(gateway.completedBackup().backupDirectory()).isEqualTo("backups/" + NAME);
    }
}
