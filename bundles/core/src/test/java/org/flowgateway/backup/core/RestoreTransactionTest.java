package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.flowgateway.backup.core.restore.RestoreTransaction;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore interrupted anywhere, and a recovery interrupted anywhere after that, leave exactly the old or the new tree. */
class RestoreTransactionTest {

    @TempDir
    private Path directory;

    /** The gateway goes down: nothing in production code catches this. */
    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Lets so many changes happen, and none after that. */
    private static final class Power implements InterceptedFileSystem.Hook {
        private final boolean kept;
        private int left;
        private boolean cut;

        Power(int changes, boolean kept) {
            this.kept = kept;
            lasts(changes);
        }

        void lasts(int changes) {
            left = changes;
            cut = false;
        }

        /** The directory above the roots cannot be written to, as it seems: so they are not renamed. */
        @Override
        public boolean mayWrite(Path file) {
            return !kept || !file.getFileName().toString().equals("gateway");
        }

        @Override
        public void before(InterceptedFileSystem.Operation operation, Path file) {
            if (operation.changes() && left-- <= 0) {
                cut = true;
                throw new PowerCut();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void powerCutAtAnyChangeLeavesExactlyOneState(boolean kept) throws IOException {
        int changes = 0;
        int olds = 0;
        int news = 0;
        Power power;
        do {
            TreeFixture fixture = new TreeFixture(directory.resolve("cut-" + changes));
            power = new Power(changes++, kept);
            fixture.restore(power);
            if (fixture.settled(2).equals(fixture.old)) {
                olds++;
            } else {
                news++;
                assertThat(fixture.tree()).as("after %d changes", changes - 1).isEqualTo(fixture.restored);
            }
        } while (power.cut);
        assertThat(olds).isGreaterThan(20);
        assertThat(news).isGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void powerCutDuringRecoveryIsRecovered(boolean kept) throws IOException {
        int cutsOfRecoveries = 0;
        for (int changes = 0; changes < (kept ? 110 : 70); changes += kept ? 7 : 4) {
            Power power;
            int undone = 0;
            do {
                TreeFixture fixture = new TreeFixture(directory.resolve("cut-" + changes + "-" + undone));
                power = new Power(changes, kept);
                Optional<RestoreTransaction> interrupted = fixture.restoreUntilActivation(power);
                power.lasts(undone++);
                if (interrupted.isPresent()) {
                    fixture.takeBack(interrupted.get());
                }
                assertThat(fixture.settled(1))
                        .as("after %d changes, %d steps of recovery", changes, undone - 1)
                        .isEqualTo(fixture.old);
                cutsOfRecoveries += power.cut ? 1 : 0;
            } while (power.cut);
        }
        assertThat(cutsOfRecoveries).isGreaterThan(50);
    }

    @Test
    void directoryOfAnotherRestoreIsNeverUsedAsOldState() throws IOException {
        TreeFixture fixture = new TreeFixture(directory.resolve("stale"));
        Path stale = fixture.directory.resolve("gateway/.config.restore-000001.before");
        Files.createDirectory(stale);
        Files.writeString(stale.resolve("file"), "from long ago");
        fixture.restoreUntilActivation(new Power(Integer.MAX_VALUE, false));
        assertThat(fixture.settled(2)).containsAllEntriesOf(fixture.old);
        assertThat(stale.resolve("file")).hasContent("from long ago");
    }

    @Test
    void unknownFilesInCreatedDirectoryAreKept() throws IOException {
        TreeFixture fixture = new TreeFixture(directory.resolve("made"));
        fixture.restoreUntilActivation(new Power(Integer.MAX_VALUE, false));
        Files.writeString(fixture.directory.resolve("gateway/new/foreign"), "kept");
        fixture.settled(2);
        assertThat(fixture.directory.resolve("gateway/new/foreign")).hasContent("kept");
        assertThat(fixture.directory.resolve("gateway/new/deep")).doesNotExist();
    }

    /** Two sections that exist, one of them empty of write rights, and one whose directory and the two above it do not exist yet. */
    private static final class TreeFixture {
        final Path directory;
        final Path journal;
        final List<Path> roots;
        final SortedMap<String, String> old;
        SortedMap<String, String> restored;

        TreeFixture(Path directory) throws IOException {
            this.directory = directory;
            journal = Files.createDirectories(directory.resolve("state")).resolve("restore.journal");
            roots = List.of(
                    directory.resolve("gateway/config"),
                    directory.resolve("gateway/vault"),
                    directory.resolve("gateway/new/deep/section"));
            Files.createDirectories(roots.get(0).resolve("inner"));
            Files.writeString(roots.get(0).resolve("inner/file"), "old");
            Files.createDirectories(roots.get(1));
            old = tree();
        }

        SortedMap<String, String> tree() throws IOException {
            SortedMap<String, String> tree = TreeState.of(directory.resolve("gateway"));
            tree.remove("");
            return tree;
        }

        void restore(Power power) throws IOException {
            try {
                RestoreTransaction transaction = begin(power);
                transaction.swap();
                restored = tree();
                restored.keySet().removeIf(name -> name.contains(".restore-"));
                transaction.commit();
                transaction.dropPrevious();
                transaction.close();
            } catch (PowerCut e) {
                assertThat(power.cut).isTrue();
            }
        }

        /** Gives the transaction as far as it came, unless the power went while it was begun. */
        Optional<RestoreTransaction> restoreUntilActivation(Power power) throws IOException {
            Optional<RestoreTransaction> transaction = Optional.empty();
            try {
                transaction = Optional.of(begin(power));
                transaction.get().swap();
            } catch (PowerCut e) {
                assertThat(power.cut).isTrue();
            }
            return transaction;
        }

        private RestoreTransaction begin(Power power) throws IOException {
            RestoreTransaction transaction = RestoreTransaction.begin(
                    InterceptedFileSystem.hooked(journal, power),
                    "restore-000001",
                    roots.stream()
                            .map(root -> InterceptedFileSystem.hooked(root, power))
                            .toList(),
                    TestTrees.fileTrees(power.trees()));
            for (Path root : roots) {
                Path staged = transaction.staged(InterceptedFileSystem.hooked(root, power));
                Files.createDirectory(staged.resolve("sub"));
                Files.writeString(staged.resolve("sub/file"), "new");
            }
            return transaction;
        }

        /** Recovers on the same intercepted paths, so that the recovery can be interrupted as well. */
        void takeBack(RestoreTransaction interrupted) throws IOException {
            try {
                interrupted.recover();
                interrupted.close();
            } catch (PowerCut e) {
                // That is what the test is for.
                assertThat(interrupted.isCommitted()).isFalse();
            }
        }

        /** Settles as starts of the gateway do, so many times as if each but the last had died before the journal was gone. */
        SortedMap<String, String> settled(int times) throws IOException {
            for (int i = 1; i <= times; i++) {
                Optional<RestoreTransaction> found =
                        RestoreTransaction.findInterrupted(journal, TestTrees.fileTrees(TreeHook.NONE));
                if (found.isPresent()) {
                    found.get().recover();
                    if (i == times) {
                        found.get().close();
                    }
                }
            }
            assertThat(journal).doesNotExist();
            assertThat(RestoreTransaction.findInterrupted(journal, TestTrees.fileTrees(TreeHook.NONE)))
                    .isEmpty();
            return tree();
        }
    }
}
