package org.flowgateway.backup.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.FaultyTransport;
import org.flowgateway.backup.tck.MemoryTransport;
import org.flowgateway.backup.tck.broken.DirectoryTransport;
import org.flowgateway.backup.tck.broken.LeavesDirectories;
import org.flowgateway.backup.tck.broken.Overwrites;
import org.flowgateway.backup.tck.broken.TellsThePassword;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts on transports that keep or break laws or lose connections, and the cleanup of their targets. */
class CertificationTest {

    private static final TransportTarget TARGET = new TransportTarget(MemoryTransport.SCHEME, "", "", "customer");
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-12-02T12:00:00Z"), ZoneOffset.UTC);
    private static final CallLimits SHORT =
            new CallLimits(Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofSeconds(4));

    private final MemoryTransport memory = new MemoryTransport().plant("customer/their own", new byte[5]);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void releaseCalls() {
        released.countDown();
    }

    @Test
    void transportThatKeepsTheLawsIsCertifiedLawByLaw() throws Exception {
        CertificationReport report = certify(memory);

        assertThat(report.verdict()).isEqualTo(Verdict.KEPT);
        assertThat(report.problems()).isEmpty();
        assertThat(report.results()).hasSizeGreaterThan(20).allMatch(LawResult::isKept);
        assertThat(report.results()).extracting(LawResult::statement).doesNotHaveDuplicates();
        assertThat(report.laws())
                .filteredOn(law -> law.verdict().isPresent())
                .extracting(LawSummary::law)
                .contains(1, 2, 3, 4, 5, 6, 9, 10, 11, 12);
        assertOnlyTheirsRemain();
        assertThat(printed())
                .contains("Capabilities: EXCLUSIVE_CREATE", "Free space: ", "kept        1")
                .containsPattern("Removing \\d+ test objects")
                .containsPattern("Removed (\\d+) of \\1\\R");
        assertThat(report.json())
                .contains("\"verdict\": \"KEPT\"", "\"start\": \"2026-12-02T12:00:00Z\"", "\"EXCLUSIVE_CREATE\"")
                .contains("\"scheme\": \"memory\"", "\"path\": \"customer\"", "\"milliseconds\": ")
                .contains("\"transportBundle\": \"" + MemoryTransport.class.getName());
    }

    @Test
    void transportThatOverwritesIsDetected() throws Exception {
        CertificationReport report = certify(new Overwrites(memory));

        assertThat(report.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(report.problems()).extracting(Message::code).containsExactly("certify.laws-broken");
        LawResult otherContent = result(report, "2: other content");
        assertThat(otherContent.verdict()).isEqualTo(Verdict.BROKEN);
        // The runs of one test are one result.
        assertThat(IntStream.of(70_000, 69_999, 70_001, 0).mapToObj(size -> size + " bytes over 70000:"))
                .allMatch(otherContent.reasons()::contains);
        assertThat(otherContent.reasons()).allMatch(line -> line.length() < 250);
        assertThat(report.laws().get(1).line()).startsWith("Law 2: BROKEN, ");
        assertOnlyTheirsRemain();
    }

    @Test
    void lostConnectionLeavesLawsUnproved() throws Exception {
        FaultyTransport faulty =
                new FaultyTransport(memory).failOn(Call.STAT, name -> true, FailureKind.CONNECTION_LOST);
        CertificationReport report = certify(faulty);

        assertThat(report.results()).extracting(LawResult::verdict).doesNotContain(Verdict.BROKEN);
        assertThat(report.results()).extracting(LawResult::verdict).contains(Verdict.KEPT, Verdict.NOT_PROVED);
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_PROVED);
        assertThat(report.problems())
                .singleElement()
                .extracting(Message::text)
                .asString()
                .matches("The certification is incomplete: the connection was lost or timed out in \\d+ tests\\. "
                        + "Run the command again over a better connection; .*");
        assertThat(report.laws().get(0).line()).startsWith("Law 1: NOT PROVED, ");
        assertThat(printed()).contains("NOT PROVED  1", "CONNECTION_LOST");
        assertOnlyTheirsRemain();
    }

    @Test
    void brokenLawOutweighsALostConnection() throws Exception {
        FaultyTransport faulty = new FaultyTransport(new Overwrites(memory)).failOn(Call.LIST, 4, FailureKind.TIMEOUT);
        CertificationReport report = certify(faulty);
        assertThat(report.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(report.problems())
                .extracting(Message::code)
                .containsExactly("certify.laws-broken", "certify.laws-not-proved");
    }

    @Test
    void unusableTargetIsNotTested() {
        FaultyTransport full = new FaultyTransport(memory).failOn(Call.PROBE, path -> true, FailureKind.DENIED);
        assertThatThrownBy(() -> certify(full)).isInstanceOf(TransportException.class);
        assertThat(printed()).isEmpty();
    }

    @Test
    void failedCleanupIsReported() throws Exception {
        FaultyTransport stuck =
                new FaultyTransport(memory).failOn(Call.DELETE, path -> path.contains("certify-"), FailureKind.DENIED);
        assertThat(certify(stuck).cleanupProblem())
                .get()
                .extracting(Message::text)
                .asString()
                .contains("could not be removed: ", "DELETE", "by hand, or run the command again after 24 hours");
    }

    @Test
    void directoriesThatAStoreKeepsAreReported(@TempDir Path base) throws Exception {
        TransportTarget target = new TransportTarget("directory", "", "", base.toString());
        AtomicInteger puts = new AtomicInteger();
        FaultyTransport brief = new FaultyTransport(new LeavesDirectories())
                .failOn(Call.PUT, name -> puts.incrementAndGet() > 3 && !name.endsWith("/last"), FailureKind.DENIED);
        CertificationReport report = certify(brief, target, Optional.empty(), CallLimits.OF_A_JOB);
        assertThat(report.cleanupProblem()).get().extracting(Message::code).isEqualTo("certify.directories-remain");
        assertThat(report.json()).contains("Remove them by hand");
    }

    @Test
    void passwordThatATransportRevealsIsRedacted() throws Exception {
        FaultyTransport faulty =
                new FaultyTransport(new TellsThePassword(memory)).failOn(Call.STAT, name -> false, FailureKind.UNKNOWN);
        CertificationReport report =
                certify(faulty, TARGET, Optional.of(new Secret("canary-77".toCharArray())), CallLimits.OF_A_JOB);

        assertThat(report.results())
                .filteredOn(result -> result.laws().contains(11))
                .extracting(LawResult::verdict)
                .contains(Verdict.BROKEN);
        assertThat(report.results().toString() + report.json() + printed()).doesNotContain("canary-77");
    }

    @Test
    void outdatedDirectoriesAreRemovedAndYoungOnesAreNot() throws Exception {
        String dead = "customer/certify-20261201t115959z-0a1b2c3d-";
        memory.plant(dead + "1/a/b", new byte[1]).plant(dead + "2/c", new byte[1]);
        memory.plant("customer/certify-20261202t110000z-00000007-1/x", new byte[1]);
        memory.plant("customer/certify-of-theirs/x", new byte[1]);
        FaultyTransport unusable =
                new FaultyTransport(memory).failOn(Call.OPEN, path -> path.contains("certify-"), FailureKind.DENIED);

        certify(unusable);

        assertThat(memory.objects())
                .containsOnlyKeys(
                        "customer/their own",
                        "customer/certify-of-theirs/x",
                        "customer/certify-20261202t110000z-00000007-1/x");
        assertThat(printed())
                .contains("Removing the test directories certify-20261201t115959z-0a1b2c3d-… of earlier runs")
                .contains("Removed 2 of 2")
                .contains(
                        "The test directories certify-20261202t110000z-00000007-… of other runs remain: the runs started"
                                + " less than 24 hours ago and may not have ended. Run the command again after that time");
    }

    @Test
    void outdatedDirectoriesThatCannotBeRemovedAreReported() throws Exception {
        memory.plant("customer/certify-20261201t115959z-0a1b2c3d-1/a", new byte[1]);
        FaultyTransport stuck = new FaultyTransport(memory)
                .failOn(Call.OPEN, path -> path.contains("certify-"), FailureKind.DENIED)
                .failOn(Call.DELETE, path -> path.contains("0a1b2c3d"), FailureKind.DENIED);
        certify(stuck);
        assertThat(printed())
                .contains("Test directories of earlier runs could not be removed: ", "Remove them by hand");
    }

    @Test
    void callThatTimesOutIsEndedByItsSession() throws Exception {
        CallLimits limits = new CallLimits(SHORT.progress(), CallLimits.OF_A_JOB.grace(), CallLimits.OF_A_JOB.close());
        CertificationReport report = certify(new HangingTransport(memory), TARGET, Optional.empty(), limits);
        assertThat(report.interruption()).isEmpty();
        assertThat(result(report, "1, 4, 6: a stored object").verdict()).isEqualTo(Verdict.NOT_PROVED);
        assertThat(report.json()).contains("The call put was abandoned: it made no progress in 1 s");
        assertOnlyTheirsRemain();
    }

    @Test
    void callThatNeverReturnsIsAbandoned() throws Exception {
        FaultyTransport hanging = new FaultyTransport(memory).before(Call.PUT, name -> true, this::hang);
        CertificationReport report = certify(hanging, TARGET, Optional.empty(), SHORT);

        assertThat(report.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(report.interruption())
                .get()
                .extracting(Message::text)
                .isEqualTo("The certification was abandoned: the transport for memory:// did not return from put within"
                        + " 200 ms after its session was closed. Update or uninstall the transport, and restart the gateway"
                        + " to end the call");
        assertThat(result(report, "9: a call ends").verdict()).isEqualTo(Verdict.BROKEN);
    }

    @Test
    void probeThatNeverReturnsIsAbandoned() {
        FaultyTransport hanging = new FaultyTransport(memory).before(Call.OPEN, path -> true, this::hang);
        assertThatThrownBy(() -> certify(hanging, TARGET, Optional.empty(), SHORT))
                .isInstanceOf(AbandonedRunException.class)
                .hasMessageContaining("did not return from open");
    }

    @Test
    void interruptCancelsTheRunAndCleansUp() throws Exception {
        Thread user = Thread.currentThread();
        FaultyTransport interrupting = new FaultyTransport(memory).after(Call.PUT, name -> true, user::interrupt);
        CertificationReport report = certify(interrupting);

        assertThat(report.interruption())
                .get()
                .extracting(Message::text)
                .isEqualTo(
                        "The certification was cancelled: the user interrupted it. Run the command again for a result");
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_PROVED);
        assertThat(report.results()).extracting(LawResult::verdict).doesNotContain(Verdict.BROKEN);
        assertOnlyTheirsRemain();
    }

    @Test
    void interruptEndsAProbe() {
        Thread user = Thread.currentThread();
        FaultyTransport interrupting = new FaultyTransport(memory).before(Call.PROBE, path -> true, () -> {
            user.interrupt();
            hang();
        });
        assertThatThrownBy(() -> certify(interrupting, TARGET, Optional.empty(), SHORT))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void emptyDirectoriesOfFailedPutsAreRemoved(@TempDir Path base) throws Exception {
        Files.createDirectory(base.resolve("their own"));
        Files.createDirectories(base.resolve("certify-20261201t115959z-0a1b2c3d-1/packs/of_a_put"));
        TransportTarget target = new TransportTarget("directory", "", "", base.toString());
        FaultyTransport untested = new FaultyTransport(new DirectoryTransport())
                .failOn(Call.OPEN, path -> path.contains("certify-20261202"), FailureKind.DENIED);
        certify(untested, target, Optional.empty(), CallLimits.OF_A_JOB);
        try (Stream<Path> left = Files.list(base)) {
            assertThat(left).containsExactly(base.resolve("their own"));
        }
    }

    private void hang() {
        boolean hangs = true;
        while (hangs) {
            try {
                released.await();
                hangs = false;
            } catch (InterruptedException e) {
                hangs = true; // As a defective library does.
            }
        }
    }

    private void assertOnlyTheirsRemain() {
        assertThat(memory.objects()).containsOnlyKeys("customer/their own");
    }

    private static LawResult result(CertificationReport report, String beginning) {
        return report.results().stream()
                .filter(result -> result.statement().startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private CertificationReport certify(TransportProvider provider) throws Exception {
        return certify(provider, TARGET, Optional.empty(), CallLimits.OF_A_JOB);
    }

    private CertificationReport certify(
            TransportProvider provider, TransportTarget target, Optional<Secret> password, CallLimits limits)
            throws Exception {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new Certification(new CandidateTarget(provider, target, password), out, limits, NOON).run();
    }
}
