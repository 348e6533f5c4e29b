package org.flowgateway.backup.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Timestamp;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.flowgateway.backup.archive.pack.PackBuffer;
import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.archive.pack.SealedPack;
import org.flowgateway.backup.core.catalogue.BackupLocation;
import org.flowgateway.backup.core.job.Claim;
import org.flowgateway.backup.core.job.JobRecord;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.job.JobStore;
import org.flowgateway.backup.core.transport.UnimplementedSession;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.MemoryTransport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup takes the first free name; its claim is recorded before its first pack is stored. */
class BackupDirectoryTest {

    private static final Instant START = Instant.parse("2026-02-27T15:46:03Z");
    private static final TransportTarget TARGET = new TransportTarget("memory", "far.example", "", "backups");
    private static final String MINUTE = "20260227_1546";
    private static final String SECOND = "20260227_154603";
    private static final String FIRST_PACK = "/packs/000000.tar.zst.pgp";

    @TempDir
    private Path jobs;

    private final MemoryTransport memory = new MemoryTransport();
    private final TransportSession session = memory.open(TARGET, Optional.empty());
    private JobRun run;
    private SealedPack pack;

    @BeforeEach
    void sealAPack() throws IOException {
        Job job = new Job(
                "backup-000001",
                Operation.BACKUP,
                JobState.EXECUTING,
                Phase.STORING,
                new Target("localhost", "", "backups"),
                "",
                START,
                Optional.empty(),
                "",
                new Progress(0, 0, 0));
        run = new JobRun(
                new JobRecord(1, job, TARGET, Optional.empty()),
                new JobStore(jobs),
                (topic, snapshot) -> {},
                Clock.systemUTC());
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        builder.reset(0);
        builder.add(new Entry("config", "", Entry.Type.DIRECTORY, 0755, 0, 0, "", "", 0, new Timestamp(0, 0), ""));
        try (ArchiveCipher cipher = LowCostCipher.forSealing("Schlüssel".toCharArray())) {
            pack = builder.seal(cipher, 1, new PackBuffer());
        }
    }

    private BackupLocation claim(boolean exclusive, TransportSession on, String... existing) throws IOException {
        return new BackupDirectory(run, "backups", List.of(existing), exclusive).claim(pack, on);
    }

    private Claim recorded() {
        return run.record().claim().orElseThrow();
    }

    private void assertClaimed(String name) {
        assertThat(recorded())
                .isEqualTo(new Claim(name, pack.object().length(), pack.object().sha256(), true));
        assertThat(run.snapshot().backupDirectory()).isEqualTo("backups/" + name);
    }

    @Test
    void firstNameIsTheMinute() throws Exception {
        assertThat(claim(true, session).directory()).hasToString(MINUTE);
        assertClaimed(MINUTE);
        assertThat(memory.objects()).containsOnlyKeys("backups/" + MINUTE + FIRST_PACK);
    }

    @Test
    void namesThatExistAreSkipped() throws Exception {
        assertThat(claim(true, session, MINUTE, SECOND).directory()).hasToString("20260227_154604");
        assertClaimed("20260227_154604");
    }

    @Test
    void nameThatAnotherJobTookIsLeftToIt() throws Exception {
        memory.plant("backups/" + MINUTE + FIRST_PACK, new byte[] {1});
        claim(true, session);
        assertClaimed(SECOND);
        assertThat(memory.objects().get("backups/" + MINUTE + FIRST_PACK)).containsExactly(1);
    }

    @Test
    void sharedTargetIsClaimedByAMarkerThatIsRemoved() throws Exception {
        claim(false, session);
        assertClaimed(MINUTE);
        assertThat(memory.objects()).containsOnlyKeys("backups/" + MINUTE + FIRST_PACK);
    }

    @Test
    void markerIsStoredBeforeTheDirectoryIsListed() throws Exception {
        List<String> listed = new ArrayList<>();
        claim(false, new UnimplementedSession() {
            @Override
            public void put(ObjectName name, ObjectSource source) throws TransportException {
                session.put(name, source);
            }

            @Override
            public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
                listed.addAll(memory.objects().keySet());
                return session.list(directory);
            }

            @Override
            public void delete(ObjectName name) throws TransportException {
                session.delete(name);
            }
        });
        assertThat(listed)
                .containsExactly(
                        "backups/" + MINUTE + "/claim-" + pack.object().sha256().substring(0, 16));
    }

    @Test
    void sharedDirectoryWithAnotherMarkerIsNotTaken() throws Exception {
        memory.plant("backups/" + MINUTE + "/claim-0123456789abcdef", new byte[] {1});
        claim(false, session);
        assertClaimed(SECOND);
        assertThat(memory.objects())
                .containsOnlyKeys("backups/" + MINUTE + "/claim-0123456789abcdef", "backups/" + SECOND + FIRST_PACK);
    }

    @Test
    void failureOfTheTargetIsThrownWithTheClaimRecorded() {
        memory.capacity(1);
        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(() -> claim(true, session))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NO_SPACE));
        assertThat(recorded())
                .isEqualTo(
                        new Claim(MINUTE, pack.object().length(), pack.object().sha256(), false));
        assertThat(run.snapshot().backupDirectory()).isEmpty();
    }
}
