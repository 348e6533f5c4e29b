package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.core.job.Claim;
import org.flowgateway.backup.core.job.JobRecord;
import org.flowgateway.backup.core.job.JobStore;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.Latch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of jobs outlive the gateway; what cannot be read of them is put aside, and only old ones go. */
class JobRecordsTest {

    @TempDir
    private Path directory;

    private Path jobs;

    @BeforeEach
    void makeDirectory() throws IOException {
        jobs = Files.createDirectories(directory.resolve("state/jobs"));
    }

    private static JobRecord record(long number, Operation operation, JobState state) {
        Instant start = Instant.parse("2026-02-27T15:46:00Z");
        Job job = new Job(
                operation.noun() + "-" + number,
                operation,
                state,
                state == JobState.EXECUTING ? Phase.STORING : Phase.ENDED,
                new Target("höst", "me", "a path"),
                "a path/20260227_1546",
                start,
                Optional.of(start),
                "line one\nline \\u two = #!",
                new Progress(1, 2, 3));
        return new JobRecord(number, job, new TransportTarget("local", "", "me", "a path"), Optional.empty());
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(jobs)) {
            return files.filter(file -> file.toString().endsWith(".properties")).count();
        }
    }

    @Test
    void recordIsReadAsWritten() throws IOException {
        JobStore store = new JobStore(jobs);
        JobRecord plain = record(1, Operation.BACKUP, JobState.COMPLETED);
        JobRecord claiming = record(2, Operation.BACKUP, JobState.ERROR)
                .with(Optional.of(new Claim("20260227_1546", 9, "ab", true)));
        JobRecord failed = record(3, Operation.PLAN, JobState.EXECUTING)
                .ended(
                        JobState.ERROR,
                        Optional.of(new Message("x.full", "it is = full", "")),
                        "it is = full",
                        Instant.parse("2026-02-27T15:46:01Z"));
        store.save(plain);
        store.save(claiming);
        store.save(failed);
        assertThat(new JobStore(jobs).all()).containsExactly(plain, claiming, failed);
        assertThat(new JobStore(jobs).nextNumber()).isEqualTo(4);
    }

    @Test
    void jobsAreListedAfterRestart() throws Exception {
        Job backup;
        try (TestGateway gateway = new TestGateway(directory).start()) {
            assertThat(gateway.service().latest(Operation.BACKUP)).isEmpty();
            backup = gateway.completedBackup();
        }
        try (TestGateway again = new TestGateway(directory).start()) {
            assertThat(again.service().job(backup.id())).contains(backup);
            assertThat(again.service().latest(Operation.BACKUP)).contains(backup);
            assertThat(again.service().latest(Operation.RESTORE)).isEmpty();
            assertThat(again.startBackup().id()).isEqualTo("backup-000002");
        }
    }

    @Test
    void recordsArePrivate() throws Exception {
        Path fresh = directory.resolve("fresh");
        try (TestGateway gateway = new TestGateway(fresh).start()) {
            gateway.completedBackup();
            try (Stream<Path> all = Files.walk(gateway.state)) {
                assertThat(all)
                        .allSatisfy(file -> assertThat(
                                        Files.getPosixFilePermissions(file).toString())
                                .doesNotContain("GROUP", "OTHERS"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "number=1", "broken \\u12", "number=x\nid=backup-1"})
    void unreadableRecordIsRenamedAndDoesNotPreventTheStart(String content) throws Exception {
        Files.writeString(jobs.resolve("backup-000001.properties"), content);
        try (TestGateway gateway = new TestGateway(directory).start()) {
            assertThat(gateway.service().latest(Operation.BACKUP)).isEmpty();
            assertThat(jobs.resolve("backup-000001.properties.unreadable")).hasContent(content);
            gateway.completedBackup();
        }
    }

    @Test
    void claimWithoutBackupNameMakesARecordUnreadable() throws Exception {
        JobStore store = new JobStore(jobs);
        store.save(record(1, Operation.BACKUP, JobState.ERROR)
                .with(Optional.of(new Claim("20260227_1546", 9, "ab", true))));
        Path file = jobs.resolve("backup-1.properties");
        Files.writeString(
                file, Files.readString(file).replace("claim.directory=20260227_1546", "claim.directory=../etc"));
        assertThat(new JobStore(jobs).all()).isEmpty();
        assertThat(jobs.resolve("backup-1.properties.unreadable")).exists();
    }

    @Test
    void oldRecordsAreDeletedUnlessNeeded() throws IOException {
        JobStore store = new JobStore(jobs);
        JobRecord completed = record(1, Operation.BACKUP, JobState.COMPLETED);
        JobRecord restored = record(2, Operation.RESTORE, JobState.COMPLETED);
        JobRecord claiming = record(3, Operation.BACKUP, JobState.ERROR)
                .with(Optional.of(new Claim("20260227_1546", 9, "ab", false)));
        store.save(completed);
        store.save(restored);
        store.save(claiming);
        for (int i = 4; i <= 230; i++) {
            store.save(record(i, Operation.BACKUP, JobState.ERROR));
        }
        assertThat(store.all()).hasSize(200).contains(completed, restored, claiming);
        assertThat(store.all()).last().isEqualTo(record(230, Operation.BACKUP, JobState.ERROR));
        assertThat(store.all())
                .extracting(JobRecord::number)
                .doesNotContain(4L, 33L)
                .contains(34L);
        assertThat(files()).isEqualTo(200);
        assertThat(new JobStore(jobs).all()).isEqualTo(store.all());
    }

    @Test
    void jobWithoutRecordIsNotStarted() throws Exception {
        try (TestGateway gateway = new TestGateway(directory).start()) {
            Files.createDirectories(jobs.resolve("backup-000001.properties.new/in-the-way"));
            assertThatThrownBy(gateway::startBackup).isInstanceOf(IOException.class);
            assertThat(gateway.service().latest(Operation.BACKUP)).isEmpty();
            Files.delete(jobs.resolve("backup-000001.properties.new/in-the-way"));
            assertThat(gateway.completedBackup().id()).isEqualTo("backup-000001");
        }
    }

    @Test
    void unreadableJournalPreventsTheServiceFromStarting() throws Exception {
        TestGateway gateway = new TestGateway(directory);
        for (String content : new String[] {"job=x", "step=\\u1"}) {
            Files.writeString(gateway.state.resolve("restore.journal"), content);
            assertThatThrownBy(gateway::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be understood");
        }
    }

    @Test
    void restoreIsRolledBackEvenIfItsJournalCannotBeWritten() throws Exception {
        try (TestGateway gateway = new TestGateway(directory).start()) {
            gateway.write("config/file", "backed up");
            gateway.completedBackup();
            gateway.write("config/file", "present");
            gateway.section("config").onActivated(() -> block(gateway.state.resolve("restore.journal.new/in-the-way")));
            gateway.section("certs").failNextActivation();
            Job restore = gateway.restore();
            assertThat(restore.state()).isEqualTo(JobState.ERROR);
            assertThat(restore.message()).contains("rolled back to its previous state");
            assertThat(gateway.root.resolve("config/file")).hasContent("present");
        }
    }

    private static void block(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void warningsAndNotesAreStoredSeparately() throws IOException {
        JobRecord plain = record(1, Operation.BACKUP, JobState.COMPLETED);
        Job job = plain.job();
        JobRecord updated = plain.with(
                job.withMessages(Optional.empty(), job.message(), List.of("one = 1", "zwei\\"), List.of("# note")));
        new JobStore(jobs).save(updated);
        assertThat(new JobStore(jobs).all()).containsExactly(updated);
    }

    /** A downgraded gateway keeps records of a later version: their meaning is unknown, so neither they nor their objects are removed. */
    @ParameterizedTest
    @CsvSource({
        "operation=BACKUP,operation=PRUNE",
        "state=ERROR,state=QUEUED",
        "phase=ENDED,phase=REHEARSING",
        "version=1,version=2"
    })
    void recordOfLaterVersionIsKept(String now, String later) throws Exception {
        new JobStore(jobs)
                .save(record(7, Operation.BACKUP, JobState.ERROR)
                        .with(Optional.of(new Claim("20260227_1546", 9, "ab", true))));
        Path file = jobs.resolve("backup-7.properties");
        String text = Files.readString(file).replace(now, later);
        assertThat(text).contains(later);
        Files.writeString(file, text);
        JobStore store = new JobStore(jobs);
        assertThat(store.all()).isEmpty();
        assertThat(store.nextNumber()).isEqualTo(8);
        for (int i = 8; i < 230; i++) {
            store.save(record(i, Operation.PLAN, JobState.ERROR));
        }
        assertThat(file).hasContent(text);
        try (TestGateway gateway = new TestGateway(directory).start()) {
            gateway.completedBackup();
        }
        assertThat(file).hasContent(text);
    }

    /** A record is saved even if an old record cannot be deleted. */
    @Test
    void recordIsSavedEvenIfAnOldOneCannotBeDeleted() throws IOException {
        JobStore store = new JobStore(InterceptedFileSystem.hooked(jobs, (operation, file) -> {
            if (operation == InterceptedFileSystem.Operation.DELETE && file.endsWith("plan-1.properties")) {
                throw new AccessDeniedException(file.toString());
            }
        }));
        for (int i = 1; i <= 202; i++) {
            store.save(record(i, Operation.PLAN, JobState.ERROR));
        }
        assertThat(store.newest(any -> true)).contains(record(202, Operation.PLAN, JobState.ERROR));
        assertThat(jobs.resolve("plan-1.properties")).exists();
        assertThat(new JobStore(jobs).newest(any -> true)).contains(record(202, Operation.PLAN, JobState.ERROR));
    }

    /** Returns the gateway's directory on a disk that holds up the writing of records while it is slow. */
    private Path holdingRecords(Latch disk, AtomicBoolean slow) {
        return InterceptedFileSystem.hooked(directory, (operation, file) -> {
            if (operation == InterceptedFileSystem.Operation.FORCE
                    && slow.get()
                    && file.toString().contains("/jobs/")) {
                disk.run();
            }
        });
    }

    /** A disk that takes its time holds up the job that writes to it, and nobody who only asks. */
    @Test
    void jobQueryDoesNotWaitForTheDisk() throws Exception {
        Latch disk = new Latch();
        AtomicBoolean slow = new AtomicBoolean();
        try (TestGateway gateway = new TestGateway(holdingRecords(disk, slow)).start()) {
            Job first = gateway.completedBackup();
            slow.set(true);
            CompletableFuture<Job> starting = CompletableFuture.supplyAsync(() -> started(gateway));
            disk.awaitReached();
            CompletableFuture<Void> asked = CompletableFuture.runAsync(() -> {
                assertThat(gateway.service().latestCompleted(Operation.BACKUP)).contains(first);
                assertThat(gateway.service().latest(Operation.BACKUP)).contains(first);
                assertThat(gateway.service().job(first.id())).contains(first);
                assertThat(gateway.service().cancel(first.id())).isFalse();
            });
            asked.get(60, TimeUnit.SECONDS);
            disk.open();
            gateway.await(starting.get());
        }
    }

    /** The same in the middle of a job, whose record is written at each phase. */
    @Test
    void runningJobQueryDoesNotWaitForTheDisk() throws Exception {
        Latch disk = new Latch();
        AtomicBoolean slow = new AtomicBoolean();
        try (TestGateway gateway = new TestGateway(holdingRecords(disk, slow))) {
            gateway.faults.before(Call.PUT, name -> name.endsWith("index.json.zst.pgp"), () -> slow.set(true));
            Job running = gateway.start().startBackup();
            disk.awaitReached();
            CompletableFuture.runAsync(() -> assertThat(gateway.service()
                                    .job(running.id())
                                    .orElseThrow()
                                    .state())
                            .isEqualTo(JobState.EXECUTING))
                    .get(60, TimeUnit.SECONDS);
            disk.open();
            assertThat(gateway.await(running).state()).isEqualTo(JobState.COMPLETED);
        }
    }

    private static Job started(TestGateway gateway) {
        try {
            return gateway.startBackup();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
