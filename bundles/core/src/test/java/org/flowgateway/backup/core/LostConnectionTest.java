package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.core.transport.RetryPolicy;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.FaultyTransport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job survives a connection that is lost and returns. A connection that does not return fails the job within its retry budget. */
class LostConnectionTest {

    private static final RetryPolicy LONG_RETRIES =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(20), Duration.ofMinutes(2));

    @TempDir
    private Path directory;

    private TestGateway gateway;
    private FaultyTransport line;

    @BeforeEach
    void aGatewayWithThreePacks() throws Exception {
        gateway = new TestGateway(directory);
        line = new FaultyTransport(gateway.memory);
        gateway.transport(line).workers(1);
        byte[] content = new byte[20 << 20];
        new Random(3).nextBytes(content);
        Files.write(gateway.root.resolve("config/large"), content);
    }

    @ParameterizedTest(name = "{0} number {1}, lost after it took effect: {2}")
    @CsvSource({
        "PUT,1,false",
        "PUT,1,true",
        "PUT,2,false",
        "PUT,3,true",
        "PUT,4,false",
        "PUT,4,true",
        "PUT,5,false",
        "PUT,5,true",
        "LIST,2,false",
        "READ,1,false",
        "OPEN,2,false"
    })
    void backupContinuesAfterLostConnection(Call call, int nth, boolean tookEffect) throws Exception {
        if (tookEffect) {
            line.failAfter(call, nth, FailureKind.CONNECTION_LOST);
        } else {
            line.failOn(call, nth, FailureKind.CONNECTION_LOST);
        }
        try (TestGateway retrying = gateway.retries(LONG_RETRIES).start()) {
            SortedMap<String, String> before = TreeState.of(gateway.root.resolve("config"));
            Job backup = retrying.backup();
            assertThat(backup.state()).as(backup.message()).isEqualTo(JobState.COMPLETED);
            assertThat(backup.message()).contains("was lost and restored (");
            line.heal();
            Files.delete(gateway.root.resolve("config/large"));
            assertThat(retrying.restore().state()).isEqualTo(JobState.COMPLETED);
            assertThat(TreeState.of(gateway.root.resolve("config"))).isEqualTo(before);
        }
    }

    @Test
    void restoreResumesInThePackAfterLostConnection() throws Exception {
        try (TestGateway retrying = gateway.retries(LONG_RETRIES).start()) {
            Job backup = retrying.backup();
            SortedMap<String, String> before = TreeState.of(gateway.root.resolve("config"));
            String pack = backup.backupDirectory().substring("backups/".length()) + "/packs/000001.tar.zst.pgp";
            AtomicInteger reads = new AtomicInteger();
            line.failRead(pack, 3_000_000, FailureKind.CONNECTION_LOST).before(Call.READ, pack::equals, () -> {
                if (reads.incrementAndGet() == 2) {
                    line.heal();
                }
            });
            Files.delete(gateway.root.resolve("config/large"));

            Job restore = retrying.restore();

            assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
            assertThat(TreeState.of(gateway.root.resolve("config"))).isEqualTo(before);
            assertThat(line.names(Call.READ).stream().filter(name -> name.endsWith("000001.tar.zst.pgp")))
                    .hasSize(2);
            assertThat(line.names(Call.READ).stream().filter(name -> name.endsWith("000000.tar.zst.pgp")))
                    .hasSize(1);
        }
    }

    @Test
    void lastingConnectionLossFailsTheJobWhenItsBudgetIsSpent() throws Exception {
        line.failOn(Call.PUT, name -> name.contains("packs/000001"), FailureKind.TIMEOUT);
        RetryPolicy brief = new RetryPolicy(
                Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofMillis(40), Duration.ofMinutes(2));
        try (TestGateway brieflyRetrying = gateway.retries(brief).start()) {
            assertThat(brieflyRetrying.backup().state()).isEqualTo(JobState.ERROR);
            assertThat(line.names(Call.PUT).stream()
                            .filter(name -> name.contains("packs/000001"))
                            .count())
                    .isBetween(5L, 60L);
            assertThat(gateway.memory.objects()).isEmpty();
        }
    }

    @Test
    void permanentFailureIsNotRetried() throws Exception {
        line.failOn(Call.PUT, name -> name.contains("packs/000001"), FailureKind.DENIED);
        try (TestGateway retrying = gateway.retries(LONG_RETRIES).start()) {
            assertThat(retrying.backup().state()).isEqualTo(JobState.ERROR);
            assertThat(line.names(Call.PUT).stream().filter(name -> name.contains("packs/000001")))
                    .hasSize(1);
        }
    }

    @Test
    void unreachableTargetIsReportedAtOnce() throws Exception {
        line.failOn(Call.OPEN, name -> true, FailureKind.UNREACHABLE);
        try (TestGateway retrying = gateway.retries(LONG_RETRIES).start()) {
            assertThat(retrying.backup().state()).isEqualTo(JobState.ERROR);
            assertThat(line.names(Call.OPEN)).hasSize(1);
        }
    }

    @Test
    void jobThatWaitsForTheConnectionCanBeCancelled() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        line.before(Call.PUT, name -> name.contains("packs/000001"), lost::countDown)
                .failOn(Call.PUT, name -> name.contains("packs/000001"), FailureKind.CONNECTION_LOST);
        RetryPolicy slow =
                new RetryPolicy(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(9), Duration.ofMinutes(2));
        try (TestGateway waiting = gateway.retries(slow).start()) {
            Job started = waiting.startBackup();
            assertThat(lost.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(waiting.service().cancel(started.id())).isTrue();
            assertThat(waiting.await(started).state()).isEqualTo(JobState.CANCELLED);
        }
    }
}
