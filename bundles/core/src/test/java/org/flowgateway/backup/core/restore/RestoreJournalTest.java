package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.tree.ExtendedAttributes;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal is read as it was written, also by a later version of the gateway. */
class RestoreJournalTest {

    private static final DirectoryMetadata ATTRIBUTES = new DirectoryMetadata(
            01755,
            4_000_000_000L,
            5678,
            Instant.parse("1969-12-31T23:59:59.999999999Z"),
            Optional.of(new ExtendedAttributes(Map.of("user.a b", new byte[] {0, -1}))));
    private static final SwapInodes INODES =
            new SwapInodes(true, OptionalLong.of(7), OptionalLong.empty(), OptionalLong.of(-1));

    private static final List<OmittedFileMove> MOVES = List.of(
            new OmittedFileMove("a b/ c\udcff", 5, 0750, Instant.EPOCH),
            new OmittedFileMove("d", -1, 07777, Instant.EPOCH));

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameJournal() {
        file = directory.resolve("restore.journal");
    }

    @ParameterizedTest
    @EnumSource(RestoreJournal.Step.class)
    void readsWhatItWrote(RestoreJournal.Step step) throws IOException {
        Path root = directory.resolve("confîg = #1");
        InPlaceSwapRecord prepared = new InPlaceSwapRecord(
                root,
                root.resolve(".s"),
                root.resolve(".l"),
                root.resolve(".o"),
                true,
                ATTRIBUTES,
                Optional.of(ATTRIBUTES),
                Map.of("a b=c", 0555, "\udcff", 0),
                Map.of("line\nbreak", 07000, "d", 0),
                INODES,
                List.of());
        InPlaceSwapRecord begun = new InPlaceSwapRecord(
                root,
                root.resolve(".s"),
                root.resolve(".l"),
                root.resolve(".o"),
                false,
                ATTRIBUTES,
                Optional.empty(),
                Map.of(),
                Map.of(),
                INODES.withStaged(8),
                MOVES);
        RestoreJournal journal = new RestoreJournal(
                "t-1",
                "restore-000007",
                step,
                List.of(
                        prepared,
                        RenameSwapRecord.named(root, "restore-000007", true, INODES)
                                .with(MOVES),
                        begun),
                List.of(directory.resolve("made")),
                Optional.of(new RestoreJournal.Term(Instant.now(), Duration.ofMinutes(3))));
        journal.begin(file);
        assertThat(RestoreJournal.read(file)).contains(journal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STAGING", "SWAPPING", "COMMITTED"})
    void readsVersionOne(String step) throws IOException {
        Files.writeString(
                file,
                "job=restore-000003\nstep=" + step + "\nexchange.0.root=/g/config\n"
                        + "exchange.0.staged=/g/.config.restore-000003.restored\nexchange.0.old=/g/.config.restore-000003.before\nexchange.0.existed=true\nmade.0=/g/new\n");
        assertThat(RestoreJournal.read(file))
                .contains(new RestoreJournal(
                        "",
                        "restore-000003",
                        RestoreJournal.Step.parse(step),
                        List.of(RenameSwapRecord.named(
                                Path.of("/g/config"), "restore-000003", true, SwapInodes.UNKNOWN)),
                        List.of(Path.of("/g/new")),
                        Optional.empty()));
    }

    @Test
    void readsVersionTwo() throws IOException {
        Files.writeString(
                file,
                "version=2\njob=j\nstep=SWAPPING\nexchange.0.root=/r\nexchange.0.staged=/r/s\nexchange.0.old=/r/o\nexchange.0.leaving=/r/l\n"
                        + "exchange.0.mounted=true\nexchange.0.old-root=1755 -2 5678 2026-02-27T15\\:46\\:26.123456789Z\nexchange.0.old-mode.d=555\n");
        DirectoryMetadata root = new DirectoryMetadata(
                01755, 4_294_967_294L, 5678, Instant.parse("2026-02-27T15:46:26.123456789Z"), Optional.empty());
        assertThat(RestoreJournal.read(file).orElseThrow().records())
                .containsExactly(new InPlaceSwapRecord(
                        Path.of("/r"),
                        Path.of("/r/s"),
                        Path.of("/r/l"),
                        Path.of("/r/o"),
                        true,
                        root,
                        Optional.empty(),
                        Map.of("d", 0555),
                        Map.of(),
                        SwapInodes.UNKNOWN,
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version=4\njob=j\nstep=STAGING",
                "version=2\njob=j\nstep=PROBATION",
                "version=x\njob=j\nstep=STAGING",
                "version=2\njob=j\nstep=DONE",
                "version=2\nstep=STAGING",
                "",
                "version=2\njob=j\nstep=STAGING\nexchange.0.root=/r",
                "version=2\njob=j\nstep=PROBATION\nterm.deadline=tomorrow\nterm.length=PT1M",
                "version=2\njob=j\nstep=STAGING\nexchange.0.root=/r\nexchange.0.staged=/s\nexchange.0.old=/o\nexchange.0.leaving=/l\n"
                        + "exchange.0.mounted=true\nexchange.0.old-root=755 0"
            })
    void rejectsInvalidJournals(String text) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(() -> RestoreJournal.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be understood");
    }

    @Test
    void readsAMissingJournalAsEmpty() throws IOException {
        assertThat(RestoreJournal.read(file)).isEmpty();
    }

    /** A clock that was set back while the gateway was down must not extend the confirmation window. */
    @Test
    void remainingConfirmationTimeNeverExceedsTheWindow() throws IOException {
        Instant deadline = Instant.parse("2026-02-27T15:46:26Z");
        new RestoreJournal(
                        "t-1",
                        "restore-000007",
                        RestoreJournal.Step.CONFIRMATION_WINDOW,
                        List.of(),
                        List.of(),
                        Optional.of(new RestoreJournal.Term(deadline, Duration.ofMinutes(3))))
                .begin(file);
        RestoreTransaction transaction = RestoreTransaction.findInterrupted(file, TestTrees.fileTrees(TreeHook.NONE))
                .orElseThrow();
        assertThat(transaction.remainingConfirmationTime(deadline.minusSeconds(60)))
                .contains(Duration.ofSeconds(60));
        assertThat(transaction.remainingConfirmationTime(Instant.EPOCH)).contains(Duration.ofMinutes(3));
        assertThat(transaction.remainingConfirmationTime(deadline)).contains(Duration.ZERO);
        assertThat(transaction.remainingConfirmationTime(deadline.plusSeconds(1)))
                .contains(Duration.ZERO);
    }

    private static RestoreJournal journal(String transaction, String job) {
        return new RestoreJournal(
                transaction, job, RestoreJournal.Step.STAGING, List.of(), List.of(), Optional.empty());
    }

    @Test
    void rejectsWritingAndDeletingAnotherTransactionsJournal() throws IOException {
        RestoreJournal own = journal("t-1", "restore-000007");
        for (RestoreJournal other : List.of(
                journal("t-2", "restore-000007"), journal("t-1", "restore-000008"), journal("", "restore-000007"))) {
            Files.deleteIfExists(file);
            other.begin(file);
            for (RestoreJournal.Step step : RestoreJournal.Step.values()) {
                assertThatThrownBy(() -> own.at(step).replace(file))
                        .isInstanceOf(JournalOwnerException.class)
                        .hasMessageContaining("is that of another restore, " + other.jobId());
            }
            assertThatThrownBy(() -> own.begin(file)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> own.delete(file)).isInstanceOf(JournalOwnerException.class);
            assertThat(RestoreJournal.read(file)).contains(other);
        }
    }

    @Test
    void doesNotRecreateAJournalThatAnotherGatewayDeleted() throws IOException {
        RestoreJournal own = journal("t-1", "restore-000007");
        assertThatThrownBy(() -> own.replace(file))
                .isInstanceOf(JournalOwnerException.class)
                .hasMessageContaining("is gone");
        own.delete(file);
        assertThat(file).doesNotExist();
        own.begin(file);
        own.at(RestoreJournal.Step.COMMITTED).replace(file);
        own.delete(file);
        assertThat(file).doesNotExist();
    }

    /** Restore that another gateway completed before it began one of its own: no tree is touched any more. */
    @Test
    void transactionWithoutItsJournalTouchesNoTree() throws IOException {
        Path root = Files.createDirectories(directory.resolve("gateway/config"));
        RestoreTransaction transaction =
                RestoreTransaction.begin(file, "restore-000007", List.of(root), TestTrees.fileTrees(TreeHook.NONE));
        Files.writeString(transaction.staged(root).resolve("file"), "restored");
        Files.delete(file);
        journal("t-2", "restore-000007").begin(file);
        assertThatThrownBy(transaction::swap).isInstanceOf(JournalOwnerException.class);
        assertThatThrownBy(transaction::rollBack).isInstanceOf(JournalOwnerException.class);
        assertThatThrownBy(transaction::dropPrevious).isInstanceOf(JournalOwnerException.class);
        assertThatThrownBy(transaction::close).isInstanceOf(JournalOwnerException.class);
        assertThat(root).isEmptyDirectory();
        assertThat(transaction.staged(root).resolve("file")).hasContent("restored");
    }

    @Test
    void readsAllMadeDirectories() throws IOException {
        List<Path> made = List.of(directory.resolve("a"), directory.resolve("a/b"), directory.resolve("a/b/c"));
        new RestoreJournal("t-1", "restore-000007", RestoreJournal.Step.STAGING, List.of(), made, Optional.empty())
                .begin(file);
        assertThat(RestoreJournal.read(file).orElseThrow().madeDirectories()).isEqualTo(made);
    }

    @Test
    void termIsAdded() {
        RestoreJournal.Term term = new RestoreJournal.Term(Instant.EPOCH, Duration.ofMinutes(3));
        assertThat(journal("t-1", "restore-000007").with(term))
                .isEqualTo(new RestoreJournal(
                        "t-1", "restore-000007", RestoreJournal.Step.STAGING, List.of(), List.of(), Optional.of(term)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 2", "1 2 3 4", "1 2 x"})
    void rejectsOtherInodeNumbers(String text) {
        assertThatThrownBy(() -> SwapInodes.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
