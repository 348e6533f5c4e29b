package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways to swap lead to the restored state or back to the previous one, in this process or in the next. */
class TreeSwapTest {

    private static final Instant NOW = Instant.parse("2026-02-27T15:46:26Z");

    @TempDir
    private Path above;

    private SwapTrees trees;

    @AfterEach
    void close() {
        trees.close();
    }

    private SwapTrees stage(boolean inPlace) throws IOException {
        trees = new SwapTrees(above, inPlace);
        return trees.stage();
    }

    private void assertPrevious() throws IOException {
        assertThat(trees.state()).isEqualTo(trees.previous);
        assertThat(trees.names()).containsExactly("config", "config/a", "config/b");
        assertThat(trees.journal).doesNotExist();
        trees.awaitClosed();
    }

    private void assertRestored() throws IOException {
        assertThat(trees.names()).containsExactly("config", "config/a", "config/c");
        assertThat(trees.root.resolve("a/file")).hasContent("restored");
        assertThat(SwapTrees.mode(trees.root.resolve("c"))).isEqualTo(0555);
        assertThat(SwapTrees.mode(trees.root)).isEqualTo(0555);
        assertThat(trees.journal).doesNotExist();
        trees.awaitClosed();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void committedStateIsTheRestoredOne(boolean inPlace) throws Exception {
        stage(inPlace).swap().commit();
        assertRestored();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void committedStateIsCompletedByTheNextProcess(boolean inPlace) throws Exception {
        stage(inPlace).swap().transaction.commit();
        trees.restart().recover();
        assertRestored();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void committedStateOfAnEarlierVersionIsCompleted(boolean inPlace) throws Exception {
        stage(inPlace).swap().transaction.commit();
        trees.restartWithoutInodes().recover();
        assertRestored();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stagedStateIsDropped(boolean inPlace) throws Exception {
        stage(inPlace).recover();
        assertPrevious();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stagedStateIsDroppedByTheNextProcess(boolean inPlace) throws Exception {
        stage(inPlace).restart().recover();
        assertPrevious();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stagedStateOfAnEarlierVersionIsDropped(boolean inPlace) throws Exception {
        stage(inPlace).restartWithoutInodes().recover();
        assertPrevious();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void swapIsRolledBack(boolean inPlace) throws Exception {
        stage(inPlace).swap().recover();
        assertPrevious();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void swapIsRolledBackByTheNextProcess(boolean inPlace) throws Exception {
        stage(inPlace).swap().restart().recover();
        assertPrevious();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void swapOfAnEarlierVersionIsRolledBack(boolean inPlace) throws Exception {
        stage(inPlace).swap().restartWithoutInodes().recover();
        assertPrevious();
    }

    /** The swap fails at each of its renames in turn. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "renamed .config.restore-000001.before",
                "renamed config",
                "in place config/.config.restore-000001.leaving/a",
                "in place config/.config.restore-000001.leaving/b",
                "in place config/.config.restore-000001.before",
                "in place config/a",
                "in place config/c"
            })
    void swapThatFailsIsRolledBack(String failure) throws Exception {
        boolean inPlace = failure.startsWith("in place");
        String path = failure.substring(failure.lastIndexOf(' ') + 1);
        for (int process = 0; process < 3; process++) {
            Path again = Files.createDirectory(above.resolve("process-" + process));
            trees = new SwapTrees(again, inPlace);
            trees.stage().fail(TreeOperation.RENAME, trees.directory.resolve(path));
            assertThatThrownBy(trees::swap).hasMessage("the test wants it so");
            switch (process) {
                case 0 -> trees.recover();
                case 1 -> trees.restart().recover();
                default -> trees.restartWithoutInodes().recover();
            }
            assertPrevious();
        }
    }

    /** The rollback fails at each of its renames in turn, and is repeated. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "renamed .config.restore-000001.restored",
                "renamed config",
                "in place config/.config.restore-000001.restored/a",
                "in place config/.config.restore-000001.restored/c",
                "in place config/.config.restore-000001.leaving",
                "in place config/a",
                "in place config/b"
            })
    void rollbackThatFailsIsRepeated(String failure) throws Exception {
        boolean inPlace = failure.startsWith("in place");
        String path = failure.substring(failure.lastIndexOf(' ') + 1);
        for (int process = 0; process < 3; process++) {
            Path again = Files.createDirectory(above.resolve("process-" + process));
            trees = new SwapTrees(again, inPlace);
            trees.stage().swap().fail(TreeOperation.RENAME, trees.directory.resolve(path));
            assertThatThrownBy(trees.transaction::rollBack).hasMessage("the test wants it so");
            switch (process) {
                case 0 -> trees.recover();
                case 1 -> trees.restart().recover();
                default -> trees.restartWithoutInodes().recover();
            }
            assertPrevious();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keptFilesComeBackWithTheRollback(boolean inPlace) throws Exception {
        OmittedPaths kept = new OmittedPaths("config", List.of("a/kept", "kept"), false);
        for (int process = 0; process < 2; process++) {
            Path again = Files.createDirectory(above.resolve("process-" + process));
            trees = new SwapTrees(again, inPlace);
            trees.write("a/kept", "kept");
            trees.write("kept", "kept");
            SortedMap<String, String> previous = trees.state();
            trees.stage();
            SwapTrees.chmod(trees.staged(), 0750);
            trees.swap(kept);
            assertThat(trees.root.resolve("a/kept")).hasContent("kept");
            assertThat(trees.root.resolve("kept")).hasContent("kept");
            if (process == 1) {
                trees.restart();
            }
            trees.recover();
            assertThat(trees.state()).isEqualTo(previous);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stagingDirectoryOfAnotherUserIsNotSwapped(boolean inPlace) throws Exception {
        stage(inPlace);
        Files.move(trees.staged(), above.resolve("stolen"));
        Files.createDirectory(trees.staged());
        assertThatThrownBy(trees.transaction::checkStaged).isInstanceOf(SwapConflictException.class);
        assertThatThrownBy(trees::swap)
                .isInstanceOf(SwapConflictException.class)
                .hasMessageContaining(trees.staged().toString());
        assertThat(trees.root.resolve("b")).hasContent("current");
        trees.recover();
        assertThat(trees.root.resolve("b")).hasContent("current");
        assertThat(trees.staged()).isEmptyDirectory();
        assertThat(above.resolve("stolen")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void confirmationWindowEndsWithTheRestoredState(boolean inPlace) throws Exception {
        stage(inPlace).swap().transaction.openConfirmationWindow(NOW.plusSeconds(60), Duration.ofSeconds(90));
        assertThat(trees.transaction.deadline()).contains(NOW.plusSeconds(60));
        assertThat(trees.transaction.isSwapping()).isTrue();
        trees.restart();
        assertThat(trees.transaction.remainingConfirmationTime(NOW)).contains(Duration.ofSeconds(60));
        trees.restartWithoutInodes();
        assertThat(trees.transaction.remainingConfirmationTime(NOW)).contains(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rollbackThatHasBegunEndsTheConfirmationWindow(boolean inPlace) throws Exception {
        stage(inPlace).swap().transaction.openConfirmationWindow(NOW.plusSeconds(60), Duration.ofSeconds(90));
        Path before = trees.sibling("before");
        Path aside = above.resolve("aside");
        Files.move(before, aside);
        assertThat(trees.restart().transaction.remainingConfirmationTime(NOW)).isEmpty();
        Files.createDirectory(before);
        assertThat(trees.restart().transaction.remainingConfirmationTime(NOW)).isEmpty();
        Files.delete(before);
        Files.move(aside, before);
        assertThat(trees.restart().transaction.remainingConfirmationTime(NOW)).isPresent();
        trees.recover();
        assertPrevious();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void previousStateThatCannotBeDeletedIsDeletedLater(boolean inPlace) throws Exception {
        stage(inPlace).swap().transaction.commit();
        trees.fail(TreeOperation.DELETE, trees.sibling("before").resolve("b"));
        assertThatThrownBy(trees.transaction::dropPrevious).hasMessageContaining("the test wants it so");
        assertThat(trees.transaction.undeletedPaths()).contains(trees.sibling("before"));
        trees.transaction.close();
        assertThat(trees.sibling("before").resolve("b")).hasContent("current");
        SwapTrees.chmod(trees.root, 0755);
        RestoreTransaction.retryDeletions(trees.journal, trees.trees());
        assertThat(trees.names()).containsExactly("config", "config/a", "config/c");
        assertThat(above.resolve("restore.undeleted")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void directoryOfAnotherUserIsNeitherDeletedNorListed(boolean inPlace) throws Exception {
        stage(inPlace).swap().transaction.commit();
        Path before = trees.sibling("before");
        Files.move(before, above.resolve("stolen"));
        Files.writeString(Files.createDirectory(before).resolve("precious"), "precious");
        trees.restart();
        trees.transaction.dropPrevious();
        assertThat(trees.transaction.undeletedPaths()).isEmpty();
        trees.transaction.close();
        assertThat(before.resolve("precious")).hasContent("precious");
        assertThat(above.resolve("restore.undeleted")).doesNotExist();
    }

    /** Where a directory's names changed, they are on the disk before a step that relies on them. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachStepOfASwapIsOnTheDisk(boolean inPlace) throws Exception {
        stage(inPlace);
        trees.calls.clear();
        trees.swap();
        assertThat(String.join("\n", trees.calls)
                        .replace(".config.restore-000001", "")
                        .replaceAll("/(a|b|c)\\b", "/*"))
                .isEqualTo(inPlace ? """
                                RENAME config/.leaving/*
                                RENAME config/.leaving/*
                                SYNC config/.leaving
                                SYNC config
                                RENAME config/.before
                                SYNC config
                                RENAME config/*
                                RENAME config/*
                                SYNC config
                                SYNC config/.restored
                                SYNC config""" : """
                                RENAME .before
                                SYNC ~
                                RENAME config
                                SYNC ~""".replace("~", ""));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachStepOfARollbackIsOnTheDisk(boolean inPlace) throws Exception {
        stage(inPlace).swap();
        trees.calls.clear();
        trees.transaction.rollBack();
        assertThat(String.join("\n", trees.calls)
                        .replace(".config.restore-000001", "")
                        .replaceAll("/(a|b|c)\\b", "/*"))
                .isEqualTo(inPlace ? """
                                RENAME config/.restored/*
                                RENAME config/.restored/*
                                SYNC config/.restored
                                SYNC config
                                RENAME config/.leaving
                                SYNC config
                                RENAME config/*
                                RENAME config/*
                                SYNC config
                                SYNC config/.leaving
                                SYNC config
                                SYNC config""" : """
                                RENAME .restored
                                SYNC ~
                                RENAME config
                                SYNC ~
                                SYNC ~""".replace("~", ""));
    }

    /** Root of the gateway's own user without write permission on it: its mode changes only while its names do. */
    @ParameterizedTest
    @ValueSource(strings = {"commit", "roll back", "roll back after a restart", "drop"})
    void unwritableRootIsRestoredInPlace(String end) throws Exception {
        trees = new SwapTrees(above, true);
        SwapTrees.chmod(trees.root, 0555);
        SortedMap<String, String> previous = trees.state();
        trees.stage();
        if (end.equals("drop")) {
            SwapTrees.chmod(trees.root, 0555);
            trees.recover();
        } else {
            trees.swap();
            if (end.endsWith("restart")) {
                trees.restart();
            }
            if (end.equals("commit")) {
                trees.commit();
                assertRestored();
                return;
            }
            trees.recover();
        }
        assertThat(trees.state()).isEqualTo(previous);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nameThatTheGatewayTookMeanwhileIsFreed(boolean inPlace) throws Exception {
        stage(inPlace).swap();
        SwapTrees.chmod(trees.root, 0755);
        trees.write("a/new", "meanwhile");
        trees.write("new/file", "meanwhile");
        trees.restart().recover();
        assertPrevious();
    }

    /** The gateway creates a directory anew under a name that has moved away already. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void directoryThatIsInBothPlacesComesBackOnce(boolean rollback) throws Exception {
        stage(true);
        if (rollback) {
            trees.swap();
            trees.fail(TreeOperation.RENAME, trees.sibling("leaving"));
            assertThatThrownBy(trees.transaction::rollBack).hasMessage("the test wants it so");
            assertThat(trees.staged().resolve("a")).isDirectory();
        } else {
            trees.fail(TreeOperation.RENAME, trees.sibling("before"));
            assertThatThrownBy(trees::swap).hasMessage("the test wants it so");
        }
        trees.write("a/new", "meanwhile");
        trees.write("b", "meanwhile");
        trees.restart().recover();
        assertPrevious();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stagingDirectoryThatIsGoneOrAnothersIsReplaced(boolean another) throws Exception {
        stage(true).swap();
        trees.transaction.release();
        Files.move(trees.staged(), above.resolve("stolen"));
        if (another) {
            Files.writeString(Files.createDirectory(trees.staged()).resolve("precious"), "precious");
        }
        trees.restart().recover();
        assertThat(trees.root.resolve("a/file")).hasContent("current");
        if (another) {
            assertThat(trees.staged().resolve("precious")).hasContent("precious");
        } else {
            assertPrevious();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rootOfAnotherUserIsNotRolledBack(boolean swapped) throws Exception {
        stage(true);
        if (swapped) {
            trees.swap();
        }
        trees.transaction.release();
        Files.move(trees.root, above.resolve("stolen"));
        Files.writeString(Files.createDirectory(trees.root).resolve("precious"), "precious");
        trees.restart();
        assertThatThrownBy(trees::recover).isInstanceOf(SwapConflictException.class);
        assertThat(trees.root.resolve("precious")).hasContent("precious");
        trees.awaitClosed();
    }

    /** A crash may keep a directory's number out of the journal: it is empty then, or not of this restore. */
    @ParameterizedTest
    @ValueSource(strings = {"leaving", "restored"})
    void directoryThatTheJournalDoesNotKnowIsDeletedIfEmpty(String suffix) throws Exception {
        for (boolean empty : new boolean[] {true, false}) {
            trees = new SwapTrees(Files.createDirectory(above.resolve("empty-" + empty)), true);
            trees.stage();
            Path unknown = trees.sibling(suffix);
            if (suffix.equals("restored")) {
                trees.transaction.release();
                Files.writeString(
                        trees.journal, Files.readString(trees.journal).replaceAll("(inodes=[0-9]+) [0-9]+ ", "$1 - "));
                empty(trees.staged());
            } else {
                Files.createDirectory(unknown);
            }
            if (!empty) {
                Files.writeString(unknown.resolve("precious"), "precious");
            }
            trees.restart().recover();
            if (empty) {
                assertPrevious();
            } else {
                assertThat(unknown.resolve("precious")).hasContent("precious");
            }
        }
    }

    private static void empty(Path staged) throws IOException {
        Files.delete(staged.resolve("a/file"));
        Files.delete(staged.resolve("a"));
        Files.delete(staged.resolve("c"));
    }

    /** A journal that cannot be replaced ends the swap before anything is moved, and does not prevent the rollback. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void swapThatCannotBeJournaledMovesNothing(boolean inPlace) throws Exception {
        stage(inPlace);
        byte[] journal = Files.readAllBytes(trees.journal);
        Files.delete(trees.journal);
        assertThatThrownBy(trees::swap).isInstanceOf(JournalOwnerException.class);
        assertThat(trees.root.resolve("b")).hasContent("current");
        assertThatThrownBy(trees.transaction::rollBack).isInstanceOf(JournalOwnerException.class);
        Files.write(trees.journal, journal);
        trees.recover();
        assertPrevious();
    }

    /** What somebody put in place of the restored state is kept under a name of its own. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anotherRootIsMovedAside(boolean sameProcess) throws Exception {
        stage(false).swap();
        SwapTrees.chmod(trees.root, 0755);
        Files.move(trees.root, above.resolve("stolen"));
        trees.write("precious", "precious");
        if (!sameProcess) {
            trees.restart();
        }
        trees.recover();
        assertThat(trees.root.resolve("b")).hasContent("current");
        assertThat(trees.directory.resolve(".config.restore-000001-2.restored/precious"))
                .hasContent("precious");
    }

    /** Only an open directory is found wherever it was moved. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void previousStateIsBroughtBackFromElsewhere(boolean sameProcess) throws Exception {
        stage(false).swap();
        Path stolen = trees.directory.resolve("stolen");
        Files.move(trees.sibling("before"), stolen);
        if (sameProcess) {
            trees.recover();
            assertPrevious();
        } else {
            trees.restart();
            assertThatThrownBy(trees::recover)
                    .hasMessageContainingAll("the previous state is neither in", trees.root.toString());
            assertThat(trees.root.resolve("a/file")).hasContent("restored");
            trees.awaitClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void missingRootIsCreatedAndRemovedAgain(boolean committed) throws Exception {
        trees = new SwapTrees(above, false);
        Files.move(trees.root, above.resolve("away"));
        trees.stage();
        trees.swap();
        trees.restart();
        if (committed) {
            trees.transaction.openConfirmationWindow(NOW, Duration.ofSeconds(1));
            assertThat(trees.transaction.remainingConfirmationTime(NOW)).contains(Duration.ZERO);
            trees.commit();
            assertRestored();
        } else {
            trees.recover();
            assertThat(trees.directory).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void restoredRootWithoutItsParentNeedsNoRollback(boolean existed) throws Exception {
        trees = new SwapTrees(above, false);
        if (!existed) {
            Files.move(trees.root, above.resolve("away"));
        }
        trees.stage();
        trees.swap();
        trees.transaction.release();
        Files.move(trees.directory, above.resolve("unmounted"));
        trees.restart();
        if (existed) {
            assertThatThrownBy(trees::recover).hasMessageContaining("the previous state is neither in");
        } else {
            trees.recover();
            assertThat(trees.journal).doesNotExist();
        }
    }

    /** Directory that only root could move without write permission: moving it changes the name ".." in it. */
    @Test
    void directoriesAreWritableWhileTheyMove() throws Exception {
        stage(true).swap();
        assertThat(trees.movedWithoutPermission).isEmpty();
        assertThat(SwapTrees.mode(trees.sibling("before").resolve("a"))).isEqualTo(0555);
        assertThat(SwapTrees.mode(trees.root.resolve("c"))).isEqualTo(0555);
        trees.transaction.rollBack();
        assertThat(trees.movedWithoutPermission).isEmpty();
        assertThat(trees.state()).isEqualTo(trees.previous);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replacedRestoredStateIsFoundBeforeTheSwapBegins(boolean inPlace) throws Exception {
        stage(inPlace);
        Files.move(trees.staged(), above.resolve("stolen"));
        Files.createDirectory(trees.staged());
        trees.calls.clear();
        try (TreeSwap swap = record().open(trees.trees())) {
            assertThatThrownBy(() -> swap.prepareSwap(OmittedPaths.none("config")))
                    .isInstanceOf(SwapConflictException.class);
            assertThatThrownBy(swap::swap).isInstanceOf(SwapConflictException.class);
            assertThat(swap.isRestored()).isFalse();
        }
        assertThat(trees.calls).isEmpty();
        assertThat(trees.names()).noneMatch(name -> name.endsWith(".leaving"));
    }

    private SwapRecord record() throws IOException {
        return RestoreJournal.read(trees.journal).orElseThrow().records().get(0);
    }

    @Test
    void replacedRootIsFoundBeforeTheSwapBegins() throws Exception {
        stage(false);
        Files.move(trees.root, above.resolve("stolen"));
        Files.createDirectory(trees.root);
        trees.calls.clear();
        assertThatThrownBy(trees::swap).isInstanceOf(SwapConflictException.class);
        assertThat(trees.calls).isEmpty();
        trees.recover();
        assertThat(trees.root).isEmptyDirectory();
        assertThat(trees.names()).containsExactly("config");
    }

    /** A rollback in place that has begun has children of the restored state in the staging directory again. */
    @Test
    void childInTheStagingDirectoryEndsTheConfirmationWindow() throws Exception {
        stage(true).swap().transaction.openConfirmationWindow(NOW.plusSeconds(60), Duration.ofSeconds(90));
        Files.createFile(trees.staged().resolve("c2"));
        assertThat(trees.restart().transaction.remainingConfirmationTime(NOW)).isEmpty();
        Files.delete(trees.staged().resolve("c2"));
        assertThat(trees.restart().transaction.remainingConfirmationTime(NOW)).isPresent();
        Files.delete(trees.staged());
        assertThat(trees.restart().transaction.remainingConfirmationTime(NOW)).isPresent();
        Files.move(trees.sibling("before"), trees.sibling("leaving"));
        assertThat(trees.restart().transaction.remainingConfirmationTime(NOW)).isEmpty();
    }

    private RestoreJournal.Step journaled() throws IOException {
        return RestoreJournal.read(trees.journal).orElseThrow().step();
    }

    /** From the first change of a rollback on, a crash must lead to it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rollbackOfAnOpenWindowIsJournaled(boolean inPlace) throws Exception {
        stage(inPlace).swap().transaction.openConfirmationWindow(NOW.plusSeconds(60), Duration.ofSeconds(90));
        assertThat(journaled()).isEqualTo(RestoreJournal.Step.CONFIRMATION_WINDOW);
        trees.fail(TreeOperation.RENAME, trees.sibling("restored").resolve(inPlace ? "a" : ""));
        assertThatThrownBy(trees.transaction::rollBack).hasMessage("the test wants it so");
        assertThat(journaled()).isEqualTo(RestoreJournal.Step.ROLLING_BACK);
        assertThat(trees.transaction.isSwapping()).isTrue();
        trees.transaction.rollBack();
        assertThat(journaled()).isEqualTo(RestoreJournal.Step.STAGING);
        assertThat(trees.transaction.isSwapping()).isFalse();
        assertThat(trees.transaction.remainingConfirmationTime(NOW)).isEmpty();
        trees.recover();
        assertPrevious();
    }

    /** A commit that failed may have reached the disk: a crash after it must not find a committed restore. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rollbackOverwritesACommitThatReachedTheDisk(boolean inPlace) throws Exception {
        stage(inPlace).swap();
        byte[] swapping = Files.readAllBytes(trees.journal);
        String committed = new String(swapping, StandardCharsets.UTF_8).replace("step=SWAPPING", "step=COMMITTED");
        Files.delete(trees.journal);
        assertThatThrownBy(trees.transaction::commit).isInstanceOf(JournalOwnerException.class);
        Files.writeString(trees.journal, committed);
        trees.fail(TreeOperation.RENAME, trees.sibling("restored").resolve(inPlace ? "a" : ""));
        assertThatThrownBy(trees.transaction::rollBack).hasMessage("the test wants it so");
        assertThat(journaled()).isEqualTo(RestoreJournal.Step.ROLLING_BACK);
        trees.recover();
        assertPrevious();
    }

    @Test
    void transactionHasItsJobAndRoots() throws Exception {
        stage(false);
        assertThat(trees.transaction.jobId()).isEqualTo("restore-000001");
        assertThat(trees.transaction.roots()).containsExactly(trees.root);
        assertThat(trees.transaction.staging(trees.root).path())
                .isEqualTo(trees.staged().toString());
        assertThat(trees.transaction.isSwapping()).isFalse();
        assertThatThrownBy(() -> trees.transaction.staged(above)).isInstanceOf(IllegalArgumentException.class);
        trees.swap();
        assertThat(trees.transaction.isSwapping()).isTrue();
        trees.transaction.commit();
        assertThat(trees.transaction.isSwapping()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"restored", "before", "leaving"})
    void namesThatAreTakenAreNotUsed(String suffix) throws Exception {
        trees = new SwapTrees(above, suffix.equals("leaving"));
        Path above = suffix.equals("leaving") ? trees.root : trees.directory;
        Path taken = Files.createDirectory(above.resolve(".config.restore-000001." + suffix));
        Path taken2 = Files.createDirectory(above.resolve(".config.restore-000001-2." + suffix));
        trees.stage();
        assertThat(trees.staged()).isEqualTo(above.resolve(".config.restore-000001-3.restored"));
        trees.recover();
        assertThat(taken).isEmptyDirectory();
        assertThat(taken2).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void beginThatFailsLeavesNothing(boolean inPlace) throws Exception {
        trees = new SwapTrees(above, inPlace);
        Path staged = (inPlace ? trees.root : trees.directory).resolve(".config.restore-000001.restored");
        trees.fail(TreeOperation.OPEN_TO_READ, staged);
        assertThatThrownBy(trees::stage).hasMessage("the test wants it so");
        assertPrevious();
    }

    /** Directories above several roots are created once, from the outermost on, and removed unless something else is in them. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void missingDirectoriesAboveAreCreatedAndRemoved(boolean used) throws Exception {
        trees = new SwapTrees(above, false);
        Path outer = trees.directory.resolve("new");
        List<Path> roots = List.of(outer.resolve("inner/config"), outer.resolve("inner/certs"), outer.resolve("vault"));
        trees.transaction = RestoreTransaction.begin(trees.journal, "restore-000001", roots, trees.trees());
        assertThat(outer.resolve("inner")).isDirectory();
        for (Path root : roots) {
            assertThat(trees.transaction.staged(root)).isDirectory();
        }
        trees.swap();
        assertThat(roots).allSatisfy(root -> assertThat(root).isEmptyDirectory());
        if (used) {
            Files.writeString(outer.resolve("precious"), "precious");
        }
        trees.restart().recover();
        if (used) {
            assertThat(outer).isDirectoryNotContaining(file -> Files.isDirectory(file));
            assertThat(outer.resolve("precious")).hasContent("precious");
        } else {
            assertThat(outer).doesNotExist();
        }
        trees.awaitClosed();
    }
}
