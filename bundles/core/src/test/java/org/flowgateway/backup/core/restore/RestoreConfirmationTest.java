package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.job.JobRunFixture;
import org.flowgateway.backup.core.operation.JobOutcome;
import org.flowgateway.backup.core.section.PendingSectionCalls;
import org.flowgateway.backup.core.section.SectionCalls;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.flowgateway.backup.spi.section.SectionException;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After the swap, a restore becomes final or is rolled back, and its sections use whichever state there is. */
class RestoreConfirmationTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path above;

    private final List<String> calls = new ArrayList<>();
    private final List<String> failing = new ArrayList<>();
    private SwapTrees trees;
    private JobRun run;
    private Path pending;
    private SectionActivation activation;
    private RestoreCompletion completion;

    /** Section that records its calls, in order with those of others, and fails on demand. */
    private final class RecordedSection implements Section {
        private final String id;

        RecordedSection(String id) {
            this.id = id;
        }

        @Override
        public SectionDescriptor descriptor() {
            return new SectionDescriptor(id, "The " + id, true, false, 1);
        }

        @Override
        public Path root() {
            return trees.root;
        }

        @Override
        public void validate(Path staged) {
            throw new AssertionError("Nothing is validated here");
        }

        private void call(String name) throws SectionException {
            calls.add(name + " " + id);
            if (failing.remove(name + " " + id)) {
                throw new SectionException("the test wants it so");
            }
        }

        @Override
        public void deactivate() throws SectionException {
            call("deactivate");
        }

        @Override
        public void activated() throws SectionException {
            call("activated");
        }
    }

    private final List<Section> sections = List.of(new RecordedSection("config"), new RecordedSection("certs"));

    @BeforeEach
    void swap() throws Exception {
        trees = new SwapTrees(above, false).stage();
        run = JobRunFixture.runningBackup(Files.createDirectory(above.resolve("jobs")));
        pending = above.resolve("sections.owed");
        activation = new SectionActivation(new SectionCalls(HOUR), new PendingSectionCalls(pending), run);
        completion = new RestoreCompletion(run, trees.transaction, activation);
        activation.deactivate(sections);
        assertThat(pending).content().contains("config", "certs");
        trees.swap();
        activation.activate();
        assertThat(calls)
                .containsExactly("deactivate config", "deactivate certs", "activated config", "activated certs");
        calls.clear();
    }

    @AfterEach
    void close() {
        trees.close();
    }

    private RestoreConfirmation open(Duration length) throws Exception {
        return RestoreConfirmation.open(run, trees.transaction, completion, length);
    }

    private void assertRolledBack() throws IOException {
        assertThat(trees.state()).isEqualTo(trees.previous);
        assertThat(trees.journal).doesNotExist();
        assertThat(calls)
                .containsExactly("deactivate config", "deactivate certs", "activated config", "activated certs");
        assertThat(pending).doesNotExist();
    }

    @Test
    void confirmedStateIsFinal() throws Exception {
        RestoreConfirmation confirmation = open(HOUR);
        assertThat(run.snapshot().phase()).isEqualTo(Phase.AWAITING_CONFIRMATION);
        assertThat(run.snapshot().message()).startsWith("The restored state is active but not confirmed");
        assertThat(run.confirm()).isTrue();
        JobOutcome.Completed outcome = (JobOutcome.Completed) confirmation.await();
        assertThat(trees.names()).containsExactly("config", "config/a", "config/c");
        assertThat(pending).doesNotExist();
        assertThat(trees.journal).exists();
        outcome.onRecorded().run();
        assertThat(trees.journal).doesNotExist();
        assertThat(calls).isEmpty();
        assertThat(run.snapshot().message()).isEmpty();
        assertThat(run.confirm()).isFalse();
    }

    @Test
    void refusedStateIsRolledBack() throws Exception {
        RestoreConfirmation confirmation = open(HOUR);
        assertThat(run.cancel(RestoreMessage.CONFIRMATION_REFUSED.with())).isTrue();
        assertThatThrownBy(confirmation::await)
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("rolled back to its previous state")
                .hasMessageNotContaining("nobody confirmed");
        assertRolledBack();
    }

    @Test
    void expiredStateIsRolledBack() throws Exception {
        RestoreConfirmation confirmation = open(Duration.ofMillis(1));
        assertThatThrownBy(confirmation::await)
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("nobody confirmed the restored state until");
        assertRolledBack();
    }

    @Test
    void stopOfTheGatewayLeavesTheWindowOpen() throws Exception {
        RestoreConfirmation confirmation = open(HOUR);
        run.stop();
        assertThat(confirmation.await()).isEqualTo(new JobOutcome.Suspended());
        trees.awaitClosed();
        trees.restart();
        Duration remaining =
                trees.transaction.remainingConfirmationTime(run.now()).orElseThrow();
        assertThat(remaining).isPositive().isLessThanOrEqualTo(HOUR);
        RestoreConfirmation resumed = RestoreConfirmation.resume(
                JobRunFixture.runningBackup(Files.createDirectory(above.resolve("later-jobs"))),
                trees.transaction,
                Duration.ofMillis(1),
                new SectionActivation(new SectionCalls(HOUR), new PendingSectionCalls(pending), run, () -> sections));
        assertThatThrownBy(resumed::await).hasMessageContaining("nobody confirmed");
        assertRolledBack();
    }

    @Test
    void previousStateThatCannotBeDeletedIsAWarning() throws Exception {
        trees.transaction.commit();
        trees.fail(TreeOperation.DELETE, trees.sibling("before").resolve("b"));
        completion.finish();
        assertThat(run.snapshot().message())
                .contains("could not be deleted", trees.sibling("before").toString(), "the test wants it so");
    }

    @Test
    void otherFailureAfterTheCommitIsAWarning() throws Exception {
        trees.transaction.commit();
        trees.fail(TreeOperation.SYNC, trees.directory);
        completion.finish();
        assertThat(run.snapshot().message())
                .contains("The restore is complete, but a step after it failed", "the test wants it so");
    }

    /** A journal that is not committed is left to recovery. */
    @Test
    void journalOfAnUncommittedRestoreIsNotClosed() throws Exception {
        JobOutcome.Completed outcome = (JobOutcome.Completed) completion.finish();
        outcome.onRecorded().run();
        assertThat(trees.journal).exists();
    }

    @Test
    void failedRollbackIsReportedWithBothReasons() throws Exception {
        Map<Throwable, String> reasons = Map.of(
                new IOException("reason-7"), "reason-7",
                new JobFailedException(RestoreMessage.NO_PLACE_FOR_OMITTED_FILE.with("reason-7")), "reason-7",
                new FileSystemException("reason-7", null, "No space left on device"), "no space is left",
                new IllegalStateException("secret"), "an internal error",
                new IOException(), "an internal error");
        for (Map.Entry<Throwable, String> reason : reasons.entrySet()) {
            Throwable cause = reason.getKey();
            trees.fail(TreeOperation.RENAME, trees.directory.resolve("config"));
            assertThatThrownBy(() -> completion.rollBack(cause))
                    .isInstanceOf(JobFailedException.class)
                    .hasCause(cause)
                    .hasMessageContainingAll("so did its rollback", "the test wants it so", reason.getValue())
                    .hasMessageNotContaining("secret");
            assertThat(cause.getSuppressed()).hasSize(1);
            trees.awaitClosed();
            assertThat(calls).doesNotContain("activated config");
            trees.transaction.rollBack();
            trees.transaction.close();
            trees.stage().swap();
            completion = new RestoreCompletion(run, trees.transaction, activation);
        }
    }

    @Test
    void sectionThatKeepsItsRestoredStateIsReported() throws Exception {
        failing.add("deactivate config");
        completion.rollBack(new IOException());
        assertRolledBack();
        assertThat(run.snapshot().message()).contains("config did not stop using its restored state");
    }

    @Test
    void sectionThatRefusesItsPreviousStateIsCalledAgainLater() throws Exception {
        failing.add("activated config");
        completion.rollBack(new IOException());
        assertThat(run.snapshot().message()).contains("config does not work with its previous state");
        assertThat(pending).content().contains("config").doesNotContain("certs");
    }

    @Test
    void sectionsAfterAFailureAreNotCalled() throws Exception {
        SectionActivation other = new SectionActivation(
                new SectionCalls(HOUR), new PendingSectionCalls(above.resolve("other.owed")), run);
        failing.add("deactivate config");
        assertThatThrownBy(() -> other.deactivate(sections))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("could not stop using its current config");
        assertThat(calls).containsExactly("deactivate config");
        failing.add("activated config");
        assertThatThrownBy(other::activate)
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("cannot work with the restored config");
        assertThat(above.resolve("other.owed")).exists();
        other.reactivatePrevious();
        assertThat(calls).containsExactly("deactivate config", "activated config", "activated config");
        assertThat(above.resolve("other.owed")).doesNotExist();
    }

    @Test
    void windowTakesOneAnswer() throws Exception {
        Instant now = Instant.EPOCH;
        ConfirmationWindow confirmed = new ConfirmationWindow(trees.transaction, () -> now, now.plusSeconds(1), HOUR);
        assertThat(confirmed.confirm()).isTrue();
        assertThat(confirmed.confirm()).isTrue();
        assertThat(confirmed.refuse()).isFalse();
        confirmed.suspend();
        assertThat(confirmed.await()).isEqualTo(ConfirmationWindow.End.CONFIRMED);
        assertThat(confirmed.deadline()).isEqualTo(now.plusSeconds(1));
        ConfirmationWindow refused = new ConfirmationWindow(trees.transaction, () -> now, now.plusSeconds(1), HOUR);
        assertThat(refused.refuse()).isTrue();
        assertThat(refused.confirm()).isFalse();
        assertThat(refused.await()).isEqualTo(ConfirmationWindow.End.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void windowEndsByTheClockOrAfterItsLength(boolean byTheClock) throws Exception {
        Instant now = Instant.EPOCH;
        ConfirmationWindow window = new ConfirmationWindow(
                trees.transaction, () -> now, byTheClock ? now : now.plusSeconds(1), byTheClock ? HOUR : Duration.ZERO);
        assertThat(window.confirm()).isFalse();
        assertThat(trees.transaction.isCommitted()).isFalse();
        assertThat(window.await()).isEqualTo(ConfirmationWindow.End.EXPIRED);
    }

    @Test
    @Timeout(60)
    void answerWakesTheJob() throws Exception {
        ConfirmationWindow window =
                new ConfirmationWindow(trees.transaction, () -> Instant.EPOCH, Instant.EPOCH.plusSeconds(1), HOUR);
        AtomicReference<ConfirmationWindow.End> end = new AtomicReference<>();
        Thread job = new Thread(() -> end.set(window.await()));
        job.start();
        while (job.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        window.suspend();
        job.join(60_000);
        assertThat(end).hasValue(ConfirmationWindow.End.SUSPENDED);
    }

    @Test
    void interruptSuspendsTheWindow() {
        ConfirmationWindow window =
                new ConfirmationWindow(trees.transaction, () -> Instant.EPOCH, Instant.EPOCH.plusSeconds(1), HOUR);
        Thread.currentThread().interrupt();
        assertThat(window.await()).isEqualTo(ConfirmationWindow.End.SUSPENDED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void unfinishedRestoreIsReported() throws Exception {
        assertThatThrownBy(() -> UnfinishedRestoreCheck.checkFinished(trees.journal))
                .isInstanceOf(JobFailedException.class);
        trees.transaction.commit();
        UnfinishedRestoreCheck.checkFinished(trees.journal);
        trees.transaction.release();
        Files.writeString(trees.journal, "version=9");
        assertThatThrownBy(() -> UnfinishedRestoreCheck.checkFinished(trees.journal))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("An earlier restore");
        Files.delete(trees.journal);
        UnfinishedRestoreCheck.checkFinished(trees.journal);
    }
}
