package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.Latch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A section is frozen while it is read and no longer, and thawed whatever happens. */
class SectionFreezeTest {

    /** Timeout of a section that hangs; calls that do not hang end within it, also on a busy machine. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final String[] ALL_IN_TURN = {
        "freeze config", "thaw config", "freeze certs", "thaw certs", "freeze cloak_key", "thaw cloak_key"
    };

    @TempDir
    private Path above;

    private final Latch gate = new Latch();
    private final CountDownLatch end = new CountDownLatch(1);
    private Path directory;
    private TestGateway gateway;
    private TestGateway again;

    @BeforeEach
    void prepare() throws Exception {
        directory = Files.createDirectory(above.resolve("host"));
        gateway = new TestGateway(directory).workers(1);
        gateway.write("config/file", "content");
        gateway.write("vault/certs/cert", "content");
    }

    @AfterEach
    void stop() {
        gate.open();
        end.countDown();
        gateway.close();
        if (again != null) {
            again.close();
        }
    }

    @Test
    void sectionsAreFrozenReadAndThawedInTurn() throws Exception {
        gateway.start().completedBackup();
        assertThat(gateway.calls).containsExactly(ALL_IN_TURN);
        assertNothingIsOwed(gateway);
    }

    @Test
    void changesByFreezeAreBackedUpAndChangesByThawAreNot() throws Exception {
        gateway.section("config").onFreeze(() -> write("config/file", "frozen"));
        gateway.section("config").onThaw(() -> write("config/file", "thawed"));
        gateway.start().completedBackup();
        assertThat(gateway.root.resolve("config/file")).hasContent("thawed");
        gateway.completedRestore();
        assertThat(gateway.root.resolve("config/file")).hasContent("frozen");
    }

    @Test
    void sectionStaysFrozenUntilAllWorkersHaveReadItsFiles() throws Exception {
        gateway.workers(4);
        for (int i = 0; i < 60; i++) {
            gateway.write("config/file" + i, 300_000);
        }
        SortedMap<String, String> frozen = gateway.tree();
        gateway.section("config").onThaw(() -> {
            for (int i = 0; i < 60; i++) {
                write("config/file" + i, "thawed");
            }
        });
        assertThat(gateway.start().completedBackup().message()).isEmpty();
        gateway.completedRestore();
        assertThat((Map<String, String>) gateway.tree()).isEqualTo(frozen);
    }

    @Test
    void sectionIsThawedBeforeItsLastPackIsStored() throws Exception {
        gateway.write("config/large", 2 << 20);
        gateway.faults.before(Call.PUT, name -> name.endsWith("000000.tar.zst.pgp"), gate);
        Job running = gateway.start().startBackup();
        gate.awaitReached();
        assertThat(gateway.calls).containsExactly("freeze config", "thaw config");
        gate.open();
        assertThat(gateway.await(running).state()).isEqualTo(JobState.COMPLETED);
        assertThat(gateway.calls).containsExactly(ALL_IN_TURN);
    }

    @Test
    void sectionStaysFrozenUntilItsLastSplitFileIsRead() throws Exception {
        gateway.write("config/large", 20 << 20);
        gateway.faults.before(Call.PUT, name -> name.endsWith("000000.tar.zst.pgp"), gate);
        Job running = gateway.start().startBackup();
        gate.awaitReached();
        assertThat(gateway.calls).containsExactly("freeze config");
        gate.open();
        assertThat(gateway.await(running).state()).isEqualTo(JobState.COMPLETED);
        assertThat(gateway.calls).containsExactly(ALL_IN_TURN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "certs"})
    void failedFreezeFailsTheBackup(String id) throws Exception {
        gateway.section(id).onFreeze(TestSection.Step::fail);
        assertFails(
                "Section " + id + " (The " + id + ") cannot be frozen, so there is no backup: the test wants it so");
        assertThat(gateway.calls("freeze", "thaw")).endsWith("freeze " + id, "thaw " + id);
    }

    @Test
    void freezeThatThrowsFailsTheBackupAndIsThawed() throws Exception {
        gateway.section("certs").onFreeze(() -> {
            throw new IllegalStateException("canary of a stack trace");
        });
        assertFails(
                "cannot be frozen, so there is no backup: it failed with an internal error. Report it with the log");
        assertThat(gateway.calls).endsWith("freeze certs", "thaw certs");
    }

    @Test
    void slowFreezeIsInterruptedAndThawedAfterIt() throws Exception {
        gateway.sectionTimeout(SHORT).section("certs").onFreeze(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                gateway.calls.add("interrupted certs");
            }
        });
        assertFails("cannot be frozen, so there is no backup: it timed out after 2 s");
        assertThat(gateway.calls)
                .contains("interrupted certs")
                .filteredOn(call -> call.equals("thaw certs"))
                .isNotEmpty();
        assertThat(gateway.calls.lastIndexOf("thaw certs")).isGreaterThan(gateway.calls.indexOf("interrupted certs"));
    }

    @Test
    void endlessFreezeDoesNotBlockTheJobAndIsThawedWhenItEnds() throws Exception {
        gateway.sectionTimeout(SHORT).section("certs").onFreeze(() -> awaitUninterruptibly(end));
        assertFails("it timed out after 2 s");
        assertThat(gateway.calls("thaw")).containsExactly("thaw config", "thaw certs");
        Job next = gateway.backup();
        assertThat(next.message())
                .contains("Section certs (The certs) cannot be frozen, so there is no backup: it is still busy with an"
                        + " earlier call");
        int thaws = gateway.calls("thaw").size();
        end.countDown();
        TestGateway.await(
                "the late freeze is thawed", () -> gateway.calls("thaw").size() == thaws + 1);
        assertThat(gateway.calls).endsWith("thaw certs");
        TestGateway.await(
                "the section is free",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("gateway-backup-section-certs")));
        gateway.completedBackup();
    }

    @Test
    void failedThawIsAWarningAndRepeatedAtNextStart() throws Exception {
        gateway.section("certs").onThaw(TestSection.Step::fail);
        assertWarns("Section certs (The certs) may still be frozen, since it cannot be thawed: the test wants it so."
                + " Check that part of the gateway");
        gateway.close();
        startAgain();
        TestGateway.await("the thaw is made up for", () -> again.calls.contains("thaw certs"));
        TestGateway.await("nothing is owed", () -> Files.notExists(again.state.resolve("sections.owed")));
        assertThat(again.calls).containsExactly("thaw certs");
    }

    @Test
    void endlessThawIsAWarning() throws Exception {
        gateway.sectionTimeout(SHORT).section("certs").onThaw(() -> awaitUninterruptibly(end));
        assertWarns("cannot be thawed: it timed out after 2 s");
        assertThat(gateway.calls).containsExactly(ALL_IN_TURN);
    }

    @Test
    void failedBackupThawsItsSections() throws Exception {
        gateway.write("config/large", 20 << 20);
        gateway.faults.failOn(Call.PUT, name -> name.endsWith("000001.tar.zst.pgp"), FailureKind.NO_SPACE);
        gateway.start();
        assertThat(gateway.backup().state()).isEqualTo(JobState.ERROR);
        assertThat(gateway.calls).containsExactly("freeze config", "thaw config");
        assertNothingIsOwed(gateway);
    }

    @Test
    void backupCancelledDuringFreezeThawsTheSection() throws Exception {
        gateway.section("config").onFreeze(gate::run);
        Job running = gateway.start().startBackup();
        gate.awaitReached();
        assertThat(gateway.service().cancel(running.id())).isTrue();
        Job ended = gateway.await(running);
        assertThat(ended.state()).isEqualTo(JobState.CANCELLED);
        assertThat(ended.message()).isEqualTo("Cancelled by an unknown user");
        assertThat(gateway.calls).contains("freeze config").endsWith("thaw config");
        assertNothingIsOwed(gateway);
    }

    @Test
    void stopOfTheGatewayThawsSections() throws Exception {
        gateway.write("config/large", 20 << 20);
        gateway.faults.before(Call.PUT, name -> name.endsWith("000000.tar.zst.pgp"), gate);
        gateway.start().startBackup();
        gate.awaitReached();
        gateway.stopAndOpen(gate);
        assertThat(gateway.calls).containsExactly("freeze config", "thaw config");
        assertNothingIsOwed(gateway);
    }

    @Test
    void sectionsOfInterruptedBackupAreThawedAtNextStart() throws Exception {
        DiskSnapshot[] snapshot = new DiskSnapshot[1];
        gateway.section("certs").onFreeze(() -> snapshot[0] = DiskSnapshot.of(directory, gateway.memory));
        gateway.start().completedBackup();
        gateway.close();
        snapshot[0].putBack();
        again = new TestGateway(directory, gateway.memory).without("certs").start();
        Path note = again.state.resolve("sections.owed");
        TestGateway.await(
                "only the one that is missing is owed", () -> content(note).contains("THAW=certs\n"));
        assertThat(again.calls).containsExactlyInAnyOrder("thaw config", "thaw cloak_key");
        again.appear(new TestSection("certs", false, true, again.root.resolve("vault/certs")));
        TestGateway.await("the one that came later is thawed", () -> again.calls.contains("thaw certs"));
        TestGateway.await("nothing is owed", () -> Files.notExists(again.state.resolve("sections.owed")));
        again.completedBackup();
        assertThat(again.calls.subList(3, 9)).containsExactly(ALL_IN_TURN);
    }

    @Test
    void sectionIsNotFrozenIfItsThawCannotBeRegistered() throws Exception {
        gateway.start();
        Path note = gateway.state.resolve("sections.owed");
        Files.createFile(Files.createDirectory(note).resolve("in the way"));
        assertThat(gateway.backup().state()).isEqualTo(JobState.ERROR);
        assertThat(gateway.calls).isEmpty();
        Files.delete(note.resolve("in the way"));
        Files.delete(note);
        gateway.completedBackup();
        assertNothingIsOwed(gateway);
    }

    @ParameterizedTest
    @ValueSource(strings = {"THAW=\\u12", "THAW=\u00ff"})
    void unreadablePendingCallsAreRenamed(String content) throws Exception {
        Files.createDirectories(gateway.state);
        Files.write(gateway.state.resolve("sections.owed"), content.getBytes(StandardCharsets.ISO_8859_1));
        gateway.start().completedBackup();
        assertThat(gateway.state.resolve("sections.owed.unreadable")).exists();
        assertNothingIsOwed(gateway);
    }

    private void assertFails(String part) throws Exception {
        gateway.start();
        Job backup = gateway.backup();
        assertThat(backup.state()).as(backup.message()).isEqualTo(JobState.ERROR);
        assertThat(backup.message()).contains(part).doesNotContain("canary");
        assertThat(gateway.stored()).isEmpty();
        assertNothingIsOwed(gateway);
    }

    private void assertWarns(String part) throws Exception {
        Job backup = gateway.start().completedBackup();
        assertThat(backup.message()).contains(part);
        assertThat(gateway.state.resolve("sections.owed"))
                .content()
                .contains("certs")
                .doesNotContain("config");
    }

    private void startAgain() throws Exception {
        again = new TestGateway(directory, gateway.memory).start();
    }

    private static void assertNothingIsOwed(TestGateway gateway) {
        assertThat(gateway.state.resolve("sections.owed")).doesNotExist();
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String file, String content) {
        try {
            gateway.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits like code that ignores interrupts. */
    private static void awaitUninterruptibly(CountDownLatch end) {
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException e) {
                continue;
            }
        }
    }
}
