package org.flowgateway.backup.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.archive.index.Manifest;
import org.flowgateway.backup.core.job.Claim;
import org.flowgateway.backup.core.job.JobRecord;
import org.flowgateway.backup.core.job.JobStore;
import org.flowgateway.backup.core.transport.InstalledTransports;
import org.flowgateway.backup.core.transport.RetryPolicy;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.MemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orphans are removed only from a directory that holds the claim's first pack, or none. */
class OrphanCleanupTest {

    private static final Instant START = Instant.parse("2026-02-27T15:46:03Z");
    private static final Instant END = START.plusSeconds(9);
    private static final String DIRECTORY = "20260227_1546";
    private static final String ROOT = "backups/" + DIRECTORY + "/";
    private static final String FIRST = ROOT + "packs/000000.tar.zst.pgp";
    private static final String SECOND = ROOT + "packs/000001.tar.zst.pgp";
    private static final String INDEX = ROOT + StoredObject.INDEX_NAME;
    private static final String MANIFEST = ROOT + Manifest.NAME;
    private static final byte[] PACK = {1, 2, 3};
    private static final byte[] OTHER_PACK = {3, 2, 1};
    private static final TransportTarget TARGET = new TransportTarget("memory", "far.example", "", "backups");
    private static final Claim CONFIRMED = new Claim(DIRECTORY, PACK.length, Sha256.of(PACK), true);
    private static final Claim UNCONFIRMED = new Claim(DIRECTORY, PACK.length, Sha256.of(PACK), false);

    @TempDir
    private Path jobs;

    private final MemoryTransport memory = new MemoryTransport();
    private final InstalledTransports transports = new InstalledTransports();
    private final List<String> notices = new ArrayList<>();
    private JobStore store;
    private TransportLease lease;

    @BeforeEach
    void open() throws IOException {
        store = new JobStore(jobs);
        transports.addProvider(memory, Map.of(TransportProvider.SCHEME, "memory", "service.id", 1L));
        lease = new TransportLease(
                transports,
                transports.find("memory").orElseThrow(),
                TARGET,
                Optional.empty(),
                new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO, Duration.ofMinutes(1)),
                notices::add);
    }

    @AfterEach
    void close() {
        lease.close();
    }

    private static JobRecord record(JobState state, Phase phase, String message, Claim claim, TransportTarget target) {
        Job job = new Job(
                        "backup-000001",
                        Operation.BACKUP,
                        state,
                        phase,
                        new Target("localhost", "", "backups"),
                        "",
                        START,
                        state == JobState.EXECUTING ? Optional.empty() : Optional.of(END),
                        message,
                        new Progress(0, 0, 0))
                .withMessages(Optional.empty(), message, List.of("warning: " + message), List.of("note: " + message));
        return new JobRecord(1, job, target, Optional.of(claim));
    }

    private JobRecord cleaned(JobRecord record) throws IOException {
        store.save(record);
        new OrphanCleanup(store).cleanUp(lease, notice -> notices.add(notice.text()));
        return store.all().get(0);
    }

    private static JobRecord interrupted(Claim claim) {
        Message error = OrphanCleanup.interrupted(Optional.of(claim));
        JobRecord record = record(JobState.ERROR, Phase.STORING, error.text(), claim, TARGET);
        Job job = record.job();
        return record.with(job.withMessages(Optional.of(error), job.message(), job.warnings(), job.notes()));
    }

    private void plantBackup(byte[] first) {
        memory.plant(FIRST, first).plant(SECOND, new byte[] {7}).plant(INDEX, new byte[] {8});
    }

    private void plantManifest(byte[] first) {
        BackupIdentity identity =
                new BackupIdentity("0c8b1a52-6f8e-4f0b-9d3c-2a1b5c7d9e0f", DIRECTORY, START, "p", "1", "host");
        List<StoredObject> objects = List.of(
                new StoredObject(StoredObject.packName(0), first.length, Sha256.of(first)),
                new StoredObject(StoredObject.packName(1), 1, Sha256.of(new byte[] {7})),
                new StoredObject(StoredObject.INDEX_NAME, 1, Sha256.of(new byte[] {8})));
        memory.plant(MANIFEST, new Manifest(1, identity, END, List.of(), objects).toJson());
    }

    @Test
    void ownOrphansAreRemoved() throws Exception {
        plantBackup(PACK);

        JobRecord after = cleaned(interrupted(CONFIRMED));

        assertThat(memory.objects()).isEmpty();
        assertThat(after.claim()).isEmpty();
        String message = StoredBackupMessage.BACKUP_INTERRUPTED_REMOVED.with().text();
        assertThat(after.job().state()).isEqualTo(JobState.ERROR);
        assertThat(after.job().error()).contains(StoredBackupMessage.BACKUP_INTERRUPTED_REMOVED.with());
        assertThat(after.job().message()).isEqualTo(message);
        assertThat(after.job().warnings()).containsExactly("warning: " + message);
        assertThat(after.job().notes()).containsExactly("note: " + message);
        assertThat(notices).isEmpty();
    }

    @Test
    void backupOfAnotherGatewayIsKept() throws Exception {
        plantBackup(OTHER_PACK);

        JobRecord after = cleaned(interrupted(UNCONFIRMED));

        assertThat(memory.objects()).containsOnlyKeys(FIRST, SECOND, INDEX);
        assertThat(after.claim()).isEmpty();
        assertThat(after.job().message())
                .isEqualTo(StoredBackupMessage.BACKUP_INTERRUPTED_NOTHING_LEFT
                        .with()
                        .text());
        assertThat(notices).as("nothing of it was ever this gateway's").isEmpty();
    }

    @Test
    void contentThatReplacedAConfirmedClaimIsKeptAndReported() throws Exception {
        plantBackup(OTHER_PACK);

        cleaned(interrupted(CONFIRMED));

        assertThat(memory.objects()).containsOnlyKeys(FIRST, SECOND, INDEX);
        assertThat(notices)
                .singleElement()
                .asString()
                .contains("What is in 20260227_1546 on the target is not of this gateway's unfinished backup")
                .contains("index.json.zst.pgp, packs");
    }

    @Test
    void packOfAnotherLengthIsAnothers() throws Exception {
        memory.plant(FIRST, new byte[] {1, 2, 3, 4});
        cleaned(interrupted(CONFIRMED));
        assertThat(memory.objects()).containsOnlyKeys(FIRST);
    }

    @Test
    void remainderWithoutAFirstPackIsRemovedIfTheClaimWasConfirmed() throws Exception {
        memory.plant(SECOND, new byte[] {7});
        cleaned(interrupted(CONFIRMED));
        assertThat(memory.objects()).isEmpty();
    }

    @Test
    void remainderWithoutAFirstPackIsKeptIfTheClaimWasNotConfirmed() throws Exception {
        memory.plant(SECOND, new byte[] {7});
        cleaned(interrupted(UNCONFIRMED));
        assertThat(memory.objects()).containsOnlyKeys(SECOND);
        assertThat(notices).isEmpty();
    }

    @Test
    void markerOfTheClaimIsRemoved() throws Exception {
        memory.plant(ROOT + CONFIRMED.marker(), new byte[] {1});
        memory.plant(ROOT + "packs/" + CONFIRMED.marker(), new byte[] {1});
        cleaned(interrupted(UNCONFIRMED));
        assertThat(memory.objects()).isEmpty();
    }

    @Test
    void otherObjectsInTheDirectoryAreKeptAndReported() throws Exception {
        plantBackup(PACK);
        memory.plant(ROOT + "photo", new byte[] {1}).plant(ROOT + "packs/photo", new byte[] {1});

        cleaned(interrupted(CONFIRMED));

        assertThat(memory.objects()).containsOnlyKeys(ROOT + "photo", ROOT + "packs/photo");
        assertThat(notices).singleElement().asString().contains("packs, photo");
    }

    @Test
    void completeBackupOfAnInterruptedJobIsKept() throws Exception {
        plantBackup(PACK);
        plantManifest(PACK);

        JobRecord after = cleaned(interrupted(CONFIRMED));

        assertThat(memory.objects()).containsOnlyKeys(FIRST, SECOND, INDEX, MANIFEST);
        assertThat(after.claim()).isEmpty();
        assertThat(after.job().state()).isEqualTo(JobState.COMPLETED);
        assertThat(after.job().message())
                .isEqualTo(StoredBackupMessage.BACKUP_COMPLETE.with().text());
        assertThat(after.job().ended()).contains(END);
    }

    @Test
    void manifestWithoutAllItsObjectsIsAnOrphan() throws Exception {
        plantBackup(PACK);
        plantManifest(PACK);
        memory.lose(SECOND);

        assertThat(cleaned(interrupted(CONFIRMED)).job().state()).isEqualTo(JobState.ERROR);

        assertThat(memory.objects()).isEmpty();
    }

    @Test
    void unreadableManifestIsAnOrphan() throws Exception {
        plantBackup(PACK);
        memory.plant(MANIFEST, "{".getBytes(StandardCharsets.UTF_8));

        assertThat(cleaned(interrupted(CONFIRMED)).job().state()).isEqualTo(JobState.ERROR);

        assertThat(memory.objects()).isEmpty();
    }

    @Test
    void completeBackupOfAnotherGatewayIsNotThisJobs() throws Exception {
        plantBackup(OTHER_PACK);
        plantManifest(OTHER_PACK);

        assertThat(cleaned(interrupted(CONFIRMED)).job().state()).isEqualTo(JobState.ERROR);

        assertThat(memory.objects()).containsOnlyKeys(FIRST, SECOND, INDEX, MANIFEST);
    }

    @Test
    void jobThatEndedIsNotCompletedByItsManifest() throws Exception {
        plantBackup(PACK);
        plantManifest(PACK);
        String left = OrphanCleanup.unfinished(CONFIRMED).text();

        JobRecord after = cleaned(record(JobState.ERROR, Phase.ENDED, left, CONFIRMED, TARGET));

        assertThat(memory.objects()).isEmpty();
        assertThat(after.job().state()).isEqualTo(JobState.ERROR);
        assertThat(after.job().message())
                .isEqualTo(
                        StoredBackupMessage.UNFINISHED_REMOVED.with(DIRECTORY).text());
    }

    @Test
    void messageSaysThatNothingWasLeft() throws Exception {
        String left = OrphanCleanup.unfinished(CONFIRMED).text();
        memory.plant(FIRST, OTHER_PACK);
        assertThat(cleaned(record(JobState.ERROR, Phase.ENDED, left, CONFIRMED, TARGET))
                        .job()
                        .message())
                .isEqualTo(StoredBackupMessage.UNFINISHED_GONE.with(DIRECTORY).text());
    }

    @Test
    void messageOfAnEarlierVersionIsCorrected() throws Exception {
        String earlier = "It stopped; what it left on the target is removed by the next job there. Start it again";
        memory.plant(FIRST, PACK);
        assertThat(cleaned(record(JobState.ERROR, Phase.STORING, earlier, CONFIRMED, TARGET))
                        .job()
                        .message())
                .isEqualTo("It stopped; what it left on the target is removed. Start it again");
        memory.plant(FIRST, OTHER_PACK);
        assertThat(cleaned(record(JobState.ERROR, Phase.STORING, earlier, CONFIRMED, TARGET))
                        .job()
                        .message())
                .isEqualTo("It stopped; it left nothing on the target. Start it again");
    }

    @Test
    void runningJobIsLeftAlone() throws Exception {
        plantBackup(PACK);
        JobRecord running = record(JobState.EXECUTING, Phase.STORING, "", CONFIRMED, TARGET);
        assertThat(cleaned(running)).isEqualTo(running);
        assertThat(memory.objects()).containsOnlyKeys(FIRST, SECOND, INDEX);
    }

    @Test
    void jobOnAnotherTargetIsLeftAlone() throws Exception {
        plantBackup(PACK);
        JobRecord elsewhere = record(
                JobState.ERROR,
                Phase.STORING,
                "",
                CONFIRMED,
                new TransportTarget("memory", "other.example", "", "backups"));
        assertThat(cleaned(elsewhere)).isEqualTo(elsewhere);
        assertThat(memory.objects()).containsOnlyKeys(FIRST, SECOND, INDEX);
    }

    @Test
    void messageOfAnInterruptedJobDependsOnItsClaim() {
        assertThat(OrphanCleanup.interrupted(Optional.of(CONFIRMED)))
                .isEqualTo(StoredBackupMessage.BACKUP_INTERRUPTED.with());
        assertThat(OrphanCleanup.interrupted(Optional.empty()))
                .isEqualTo(StoredBackupMessage.BACKUP_INTERRUPTED_NOTHING_LEFT.with());
    }
}
