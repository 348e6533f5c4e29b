package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.core.job.Claim;
import org.flowgateway.backup.core.job.JobRecord;
import org.flowgateway.backup.core.job.JobStore;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.MemoryTransport;
import org.flowgateway.backup.testsupport.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job removes only its own objects from a target, as the first pack there proves. */
class OwnershipTest {

    private static final String NAME = "20260227_1546";
    private static final String FIRST = "backups/" + NAME + "/packs/000000.tar.zst.pgp";
    private static final String INDEX = NAME + "/index.json.zst.pgp";
    private static final Predicate<String> ALL = name -> true;

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock("2026-02-27T15:46:00Z");
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(directory.resolve("a")).clock(clock).start();
        gateway.write("config/file", 17 << 20);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Job leaveUnfinished() throws Exception {
        gateway.faults
                .failOn(Call.PUT, INDEX::equals, FailureKind.NO_SPACE)
                .failOn(Call.DELETE, ALL, FailureKind.DENIED);
        Job backup = gateway.backup();
        assertThat(backup.state()).isEqualTo(JobState.ERROR);
        gateway.faults.heal();
        clock.set("2026-02-27T15:50:00Z");
        return backup;
    }

    @Test
    void directoryWithAnotherFirstPackIsNotRemoved() throws Exception {
        Job unfinished = leaveUnfinished();
        byte[] others = gateway.memory.objects().get(FIRST);
        others[others.length / 2] ^= 1;
        gateway.memory.plant(FIRST, others);
        List<String> before = gateway.stored();

        Job next = gateway.completedBackup();

        assertThat(gateway.stored()).containsAll(before);
        assertThat(next.message())
                .contains("What is in " + NAME
                        + " on the target is not of this gateway's unfinished backup, so it is left alone: packs");
        assertThat(message(unfinished)).contains("The unfinished directory " + NAME + " is no longer on the target");
    }

    @Test
    void failedJobDoesNotRemoveReplacedFirstPack() throws Exception {
        gateway.faults
                .before(Call.PUT, INDEX::equals, () -> gateway.memory.plant(FIRST, new byte[] {1}))
                .failOn(Call.PUT, INDEX::equals, FailureKind.NO_SPACE);
        Job backup = gateway.backup();
        assertThat(gateway.memory.objects()).containsKey(FIRST);
        assertThat(backup.message()).contains("so it is left alone");
    }

    @Test
    void interruptedCleanupIsContinued() throws Exception {
        for (int nth = 1; nth < 6; nth++) {
            Job unfinished = leaveUnfinished();
            gateway.faults.failOn(Call.DELETE, nth, FailureKind.DENIED);
            gateway.completedBackup();
            gateway.faults.heal();
            gateway.completedBackup();
            assertThat(gateway.stored()).as("after delete %s failed", nth).noneMatch(name -> name.startsWith(NAME));
            assertThat(message(unfinished))
                    .contains("The unfinished directory " + NAME + " is removed from the target");
            clock.set("2026-02-27T15:46:00Z");
        }
    }

    @Test
    void unknownObjectsInUnfinishedDirectoryAreKept() throws Exception {
        leaveUnfinished();
        String deep = "backups/" + NAME + "/" + "d".repeat(150) + "/" + "e".repeat(150) + "/f";
        List<String> planted = List.of(
                deep,
                "backups/" + NAME + "/packs/notes",
                "backups/" + NAME + "/x.txt",
                "backups/" + NAME + "/packs/000001.tar.zst.pgp/inner");
        planted.forEach(name -> gateway.memory.plant(name, new byte[] {1}));

        Job next = gateway.completedBackup();

        assertThat(gateway.memory.objects().keySet())
                .filteredOn(name -> name.startsWith("backups/" + NAME + "/"))
                .containsExactlyInAnyOrderElementsOf(planted);
        assertThat(next.message())
                .contains("so it is left alone: " + "d".repeat(100) + "…, packs, x.txt")
                .doesNotContain("internal error");
    }

    @Test
    void concurrentGatewaysOnNonExclusiveTargetDoNotDamageEachOther() throws Exception {
        MemoryTransport memory = new MemoryTransport();
        CyclicBarrier both = new CyclicBarrier(2);
        try (TestGateway one = loose("one", memory, both);
                TestGateway other = loose("other", memory, both)) {
            Job first = one.startBackup();
            Job second = other.startBackup();
            first = one.await(first);
            second = other.await(second);

            assertThat(first.state()).as(first.message()).isEqualTo(JobState.COMPLETED);
            assertThat(second.state()).as(second.message()).isEqualTo(JobState.COMPLETED);
            assertThat(first.backupDirectory()).isNotEqualTo(second.backupDirectory());
            assertThat(memory.objects().keySet()).noneMatch(name -> name.contains("/claim-"));
            for (Job backup : List.of(first, second)) {
                Job restore = one.restore(backup.backupDirectory(), TestGateway.PASSWORD, false);
                assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
            }
        }
    }

    /** Each gateway waits for the other when it has looked at the name of what it stores first, and comes then. */
    private TestGateway loose(String name, MemoryTransport memory, CyclicBarrier both) throws Exception {
        AtomicInteger puts = new AtomicInteger();
        Consumer<String> between = object -> {
            if (puts.incrementAndGet() == 1) {
                try {
                    both.await(120, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        TestGateway loose = new TestGateway(directory.resolve(name), memory)
                .clock(clock)
                .transport(new NonExclusiveTransport(memory, between))
                .start();
        loose.write("config/file", 17 << 20);
        return loose;
    }

    @Test
    void crashBetweenMarkerAndFirstPackIsCleanedUp() throws Exception {
        Claim claim = new Claim(NAME, 9, "0123456789abcdef0123", false);
        gateway.close();
        gateway.memory.plant("backups/" + NAME + "/" + claim.marker(), new byte[] {1});
        store(claim, "backups");

        try (TestGateway again = new TestGateway(directory.resolve("a"), gateway.memory)
                .clock(clock)
                .start()) {
            assertThat(again.stored()).isEmpty();
        }
    }

    @Test
    void pathSpellingsNameTheSameTarget() throws Exception {
        leaveUnfinished();
        Job next = gateway.backup("./backups//");
        assertThat(next.state()).as(next.message()).isEqualTo(JobState.COMPLETED);
        assertThat(next.backupDirectory()).isEqualTo("backups/20260227_1550");
        assertThat(gateway.stored()).noneMatch(name -> name.startsWith(NAME));
    }

    @Test
    void earlierRecordWithOtherPathSpellingIsOfTheSameTarget() throws Exception {
        Claim claim = new Claim(NAME, 9, "0123456789abcdef0123", false);
        gateway.close();
        store(claim, "backups/");
        gateway.memory.plant("backups/" + NAME + "/" + claim.marker(), new byte[] {1});

        try (TestGateway again = new TestGateway(directory.resolve("a"), gateway.memory)
                .clock(clock)
                .start()) {
            again.completedBackup();
            assertThat(again.stored()).noneMatch(name -> name.contains(claim.marker()));
        }
    }

    @Test
    void recordReportsCleanupOnlyAfterIt() throws Exception {
        Job unfinished = leaveUnfinished();
        gateway.close();
        // As if the gateway had been killed in the middle.
        JobStore store = new JobStore(gateway.state.resolve("jobs"));
        JobRecord record =
                store.newest(one -> one.job().id().equals(unfinished.id())).orElseThrow();
        Job job = record.job();
        store.save(record.with(new Job(
                job.id(),
                job.operation(),
                JobState.EXECUTING,
                Phase.STORING,
                job.target(),
                job.backupDirectory(),
                job.started(),
                Optional.empty(),
                "",
                job.progress())));
        TestGateway again = new TestGateway(directory.resolve("a"), gateway.memory).clock(clock);
        again.faults.failOn(Call.DELETE, ALL, FailureKind.DENIED);
        gateway = again.start();

        assertThat(message(unfinished))
                .isEqualTo("The gateway stopped while this backup was running: what it left on the target is removed by"
                        + " the next job there. Start it again");

        gateway.faults.heal();
        gateway.completedBackup();
        assertThat(message(unfinished))
                .isEqualTo("The gateway stopped while this backup was running: what it left on the target is removed."
                        + " Start it again");
    }

    private String message(Job job) {
        return gateway.service().job(job.id()).orElseThrow().message();
    }

    private void store(Claim claim, String path) throws Exception {
        Job interrupted = new Job(
                "backup-000099",
                Operation.BACKUP,
                JobState.ERROR,
                Phase.ENDED,
                new Target("localhost", "", path),
                "",
                Instant.EPOCH,
                Optional.of(Instant.EPOCH.plus(Duration.ofSeconds(1))),
                "",
                Progress.NONE);
        new JobStore(gateway.state.resolve("jobs"))
                .save(new JobRecord(99, interrupted, new TransportTarget("local", "", "", path), Optional.of(claim)));
    }
}
