package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.tck.Latch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A section lets go of its state before a restore exchanges it, and takes up the one it has then, whatever happens. */
class SectionDeactivationTest {

    /** Timeout of a section that hangs; calls that do not hang end within it, also on a busy machine. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final List<String> DEACTIVATED =
            List.of("deactivate config", "deactivate certs", "deactivate cloak_key");
    private static final List<String> ACTIVATED = List.of("activated config", "activated certs", "activated cloak_key");

    @TempDir
    private Path above;

    private final Latch gate = new Latch();
    private Path directory;
    private TestGateway gateway;
    private TestGateway again;

    @BeforeEach
    void backUp() throws Exception {
        directory = Files.createDirectory(above.resolve("host"));
        gateway = new TestGateway(directory);
        gateway.write("config/file", "backed up");
        try (TestGateway earlier = gateway.start()) {
            earlier.completedBackup();
        }
        gateway = new TestGateway(directory, gateway.memory);
        gateway.write("config/file", "present");
    }

    @AfterEach
    void stop() {
        gate.open();
        gateway.close();
        if (again != null) {
            again.close();
        }
    }

    @Test
    void sectionsAreValidatedThenDeactivatedThenActivated() throws Exception {
        gateway.section("cloak_key")
                .onDeactivate(
                        () -> assertThat(gateway.root.resolve("config/file")).hasContent("present"));
        gateway.section("config")
                .onActivated(
                        () -> assertThat(gateway.root.resolve("config/file")).hasContent("backed up"));
        gateway.start().completedRestore();
        assertThat(gateway.calls.subList(0, 3))
                .containsExactly("validate config", "validate certs", "validate cloak_key");
        assertThat(gateway.calls.subList(3, 6)).isEqualTo(DEACTIVATED);
        assertThat(gateway.calls.subList(6, gateway.calls.size())).isEqualTo(ACTIVATED);
        assertNothingIsOwed(gateway);
    }

    @Test
    void failedDeactivationEndsTheRestoreAndReactivatesTheOthers() throws Exception {
        gateway.section("certs").onDeactivate(TestSection.Step::fail);
        assertRefused("could not stop using its current certs: the test wants it so", "keeps its current state");
        assertThat(gateway.calls("deactivate", "activated"))
                .containsExactly("deactivate config", "deactivate certs", "activated config", "activated certs");
        assertNothingIsOwed(gateway);
    }

    @Test
    void endlessDeactivationEndsTheRestore() throws Exception {
        gateway.sectionTimeout(SHORT).section("config").onDeactivate(SectionDeactivationTest::block);
        assertRefused("could not stop using its current config: ");
        assertThat(gateway.calls("deactivate", "activated"))
                .startsWith("deactivate config", "activated config")
                .doesNotContain("deactivate certs", "activated certs");
    }

    @Test
    void endlessValidationEndsTheRestore() throws Exception {
        gateway.sectionTimeout(SHORT).section("config").onValidate(SectionDeactivationTest::block);
        assertRefused("The restored config was rejected: ", "Nothing was changed");
        assertThat(gateway.calls).containsExactly("validate config");
    }

    @Test
    void endlessActivationIsRolledBack() throws Exception {
        gateway.sectionTimeout(SHORT).section("certs").onActivated(() -> {
            if (gateway.section("certs").activations() == 1) {
                block();
            }
        });
        assertRefused("cannot work with the restored certs: ", "rolled back to its previous state");
        assertThat(gateway.calls("activated")).endsWith(ACTIVATED.toArray(String[]::new));
        assertNothingIsOwed(gateway);
    }

    @Test
    void activatedSectionsAreDeactivatedBeforeRollback() throws Exception {
        gateway.section("certs").failNextActivation();
        gateway.section("config").onDeactivate(() -> gateway.calls.add("seen " + content()));
        assertRefused("cannot work with the restored certs: the test wants it so", "rolled back to its previous state");
        assertThat(gateway.calls.subList(3, gateway.calls.size()))
                .containsExactly(
                        "deactivate config",
                        "seen present",
                        "deactivate certs",
                        "deactivate cloak_key",
                        "activated config",
                        "activated certs",
                        "deactivate config",
                        "seen backed up",
                        "deactivate certs",
                        "activated config",
                        "activated certs",
                        "activated cloak_key");
    }

    @Test
    void failedDeactivationBeforeRollbackIsReported() throws Exception {
        gateway.section("cloak_key").failNextActivation();
        gateway.section("config").onDeactivate(() -> {
            if (content().equals("backed up")) {
                TestSection.Step.fail();
            }
        });
        assertRefused(
                "The gateway cannot work with the restored cloak_key",
                "config did not stop using its restored state before the rollback: the test wants it so");
    }

    @Test
    void restoreCancelledDuringDeactivationChangesNothing() throws Exception {
        gateway.section("certs").onDeactivate(gate::run);
        SortedMap<String, String> before = gateway.start().tree();
        Job running = gateway.startRestore("backups", TestGateway.PASSWORD, false);
        gate.awaitReached();
        assertThat(gateway.service().cancel(running.id())).isTrue();
        Job ended = gateway.await(running);
        assertThat(ended.state()).as(ended.message()).isEqualTo(JobState.CANCELLED);
        assertThat((Map<String, String>) gateway.tree()).isEqualTo(before);
        assertThat(gateway.calls("deactivate")).containsExactly("deactivate config", "deactivate certs");
        assertThat(gateway.calls("activated"))
                .contains("activated config", "activated certs")
                .doesNotContain("activated cloak_key");
        assertNothingIsOwed(gateway);
    }

    @Test
    void failedActivationOfOldStateIsRepeatedAtNextStart() throws Exception {
        gateway.section("certs").onActivated(() -> gateway.section("certs").failNextActivation());
        assertRefused("certs does not work with its previous state, which is back in place: the test wants it so");
        gateway.close();
        startAgain("activated certs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deactivate config", "deactivate cloak_key", "activated config", "activated cloak_key"})
    void interruptedRestoreActivatesTheOldStateAtNextStart(String call) throws Exception {
        AtomicReference<DiskSnapshot> snapshot = new AtomicReference<>();
        TestSection section = gateway.section(call.split(" ", 0)[1]);
        section.onDeactivate(() -> takeOnce(call.startsWith("deactivate"), snapshot));
        section.onActivated(() -> takeOnce(call.startsWith("activated"), snapshot));
        gateway.start().completedRestore();
        gateway.close();
        snapshot.get().putBack();
        startAgain(ACTIVATED.toArray(String[]::new));
        assertThat(content()).isEqualTo("present");
    }

    private void takeOnce(boolean now, AtomicReference<DiskSnapshot> snapshot) {
        if (now && snapshot.get() == null) {
            snapshot.set(DiskSnapshot.of(directory, gateway.memory));
        }
    }

    private void startAgain(String... calls) throws Exception {
        again = new TestGateway(directory, gateway.memory).start();
        TestGateway.await("nothing is owed", () -> Files.notExists(again.state.resolve("sections.owed")));
        assertThat(again.calls).containsExactlyInAnyOrder(calls);
    }

    private void assertRefused(String... parts) throws Exception {
        SortedMap<String, String> before = gateway.start().tree();
        Job restore = gateway.restore();
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.ERROR);
        assertThat(restore.message()).contains(parts);
        assertThat((Map<String, String>) gateway.tree()).isEqualTo(before);
        assertThat(gateway.state.resolve("restore.journal")).doesNotExist();
    }

    private static void assertNothingIsOwed(TestGateway gateway) {
        assertThat(gateway.state.resolve("sections.owed")).doesNotExist();
    }

    private String content() {
        try {
            return Files.readString(gateway.root.resolve("config/file"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void block() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("given up", e);
        }
    }
}
