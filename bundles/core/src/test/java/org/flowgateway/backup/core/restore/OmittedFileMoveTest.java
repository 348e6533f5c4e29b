package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kept files are in the final state after an interruption anywhere, and in no other. */
class OmittedFileMoveTest {

    private static final OmittedPaths KEPT = new OmittedPaths("config", List.of("run/kept", "top", "gone"), false);

    @TempDir
    private Path directory;

    /** Death of the gateway's process; no production code catches it. */
    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Hook that allows a number of changes, and then cuts the power. */
    private static final class Power implements TreeHook {
        private final boolean inPlace;
        private int left;
        private boolean cut;

        Power(boolean inPlace, int left) {
            this.inPlace = inPlace;
            this.left = left;
        }

        @Override
        public boolean mayWrite(String path) {
            return !inPlace || !path.endsWith("/gateway");
        }

        @Override
        public void before(TreeOperation operation, String path) {
            if (operation.isChange() && left-- <= 0) {
                cut = true;
                throw new PowerCut();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keptFilesAreInTheFinalStateAfterAPowerCut(boolean inPlace) throws Exception {
        int changes = 0;
        int olds = 0;
        Power power;
        do {
            Scene scene = new Scene(directory.toRealPath().resolve("cut-" + changes));
            power = new Power(inPlace, changes);
            boolean committed = scene.restore(power);
            // The recovery is interrupted, too, and started again.
            for (int recovery = 0; !committed && recovery < 3; recovery++) {
                scene.recover(new Power(inPlace, 3 + 7 * recovery));
            }
            scene.recover(new Power(inPlace, Integer.MAX_VALUE));
            olds += committed ? 0 : 1;
            assertThat(TestTrees.state(scene.root))
                    .as("after %d changes", changes)
                    .isEqualTo(committed ? scene.restored : scene.previous);
            changes++;
        } while (power.cut);
        assertThat(olds).isGreaterThan(inPlace ? 20 : 10); // A root that is renamed takes fewer changes.
    }

    /** Two trees, with a record of what becomes durable. */
    private final class Trees implements AutoCloseable {

        final Path previous;
        final Path restored;
        final List<String> synced = new ArrayList<>();
        private final List<String> unwritable = new ArrayList<>();
        private final FileTrees trees = TestTrees.fileTrees(new TreeHook() {
            @Override
            public void before(TreeOperation operation, String path) {
                if (operation == TreeOperation.SYNC) {
                    synced.add(directory.relativize(Path.of(path)).toString());
                } else if (operation == TreeOperation.SET_ATTRIBUTE) {
                    unwritable.remove(path);
                }
            }

            @Override
            public boolean mayWrite(String path) {
                return !unwritable.contains(path);
            }
        });
        final DirectoryHandle above;
        final DirectoryHandle from;
        final DirectoryHandle to;

        Trees() throws IOException {
            directory = directory.toRealPath();
            previous =
                    Files.createDirectories(directory.resolve("previous/run")).getParent();
            restored =
                    Files.createDirectories(directory.resolve("restored/run")).getParent();
            Files.writeString(previous.resolve("run/kept"), "kept");
            Files.writeString(previous.resolve("top"), "kept");
            above = trees.open(directory);
            from = trees.open(previous);
            to = trees.open(restored);
        }

        OmittedFileMove move(String path) throws IOException {
            return OmittedFileMove.of(above, "previous", path).orElseThrow();
        }

        void makeUnwritable(Path unwritableDirectory) throws IOException {
            Files.setPosixFilePermissions(unwritableDirectory, PosixFilePermissions.fromString("r-xr-xr-x"));
            unwritable.add(unwritableDirectory.toString());
        }

        private int mode(Path file) throws IOException {
            return (int) Files.getAttribute(file, "unix:mode") & 07777;
        }

        @Override
        public void close() {
            above.close();
            from.close();
            to.close();
        }
    }

    @Test
    void moveRemembersItsDirectory() throws Exception {
        try (Trees trees = new Trees()) {
            Scene.age(trees.previous, 1);
            Scene.age(trees.previous.resolve("run"), 2);
            Files.setPosixFilePermissions(trees.previous, PosixFilePermissions.fromString("rwx------"));
            Files.setPosixFilePermissions(trees.previous.resolve("run"), PosixFilePermissions.fromString("rwxr-x---"));
            for (OmittedFileMove top : List.of(
                    trees.move("top"), OmittedFileMove.of(trees.from, "", "top").orElseThrow())) {
                assertThat(top.mode()).isEqualTo(0700);
                assertThat(top.modified()).isEqualTo(Instant.ofEpochSecond(1, 5));
            }
            assertThat(trees.move("run/kept").mode()).isEqualTo(0750);
            assertThat(trees.move("run/kept").modified()).isEqualTo(Instant.ofEpochSecond(2, 5));
            assertThat(OmittedFileMove.of(trees.above, "previous", "gone")).isEmpty();
        }
    }

    @Test
    void moveFitsIntoAFreeNameOfADirectory() throws Exception {
        try (Trees trees = new Trees()) {
            OmittedFileMove kept = trees.move("run/kept");
            OmittedFileMove top = trees.move("top");
            assertThat(kept.fits(trees.to)).isTrue();
            assertThat(top.fits(trees.to)).isTrue();
            Files.writeString(trees.restored.resolve("run/kept"), "restored");
            assertThat(kept.fits(trees.to)).isFalse();
            Files.delete(trees.restored.resolve("run/kept"));
            Files.delete(trees.restored.resolve("run"));
            assertThat(kept.fits(trees.to)).isFalse();
            Files.writeString(trees.restored.resolve("run"), "restored");
            assertThat(kept.fits(trees.to)).isFalse();
            assertThat(top.fits(trees.to)).isTrue();
        }
    }

    @Test
    void movesAreSyncedToTheDisk() throws Exception {
        try (Trees trees = new Trees()) {
            List<OmittedFileMove> moves = List.of(trees.move("run/kept"), trees.move("top"));
            OmittedFileMove.applyAll(moves, trees.from, trees.to);
            assertThat(trees.restored.resolve("run/kept")).hasContent("kept");
            assertThat(trees.synced).containsExactly("restored");
            OmittedFileMove.undoAll(moves, trees.from, trees.to);
            assertThat(trees.previous.resolve("run/kept")).hasContent("kept");
            assertThat(trees.previous.resolve("top")).hasContent("kept");
            assertThat(trees.synced).containsExactly("restored", "previous");
            OmittedFileMove.applyAll(List.of(), trees.from, trees.to);
            OmittedFileMove.undoAll(List.of(), trees.from, trees.to);
            assertThat(trees.synced).hasSize(2);
        }
    }

    @Test
    void unwritableDirectoriesGetTheirModeBack() throws Exception {
        try (Trees trees = new Trees()) {
            Path from = trees.previous.resolve("run");
            Path to = trees.restored.resolve("run");
            trees.makeUnwritable(from);
            trees.makeUnwritable(to);
            List<OmittedFileMove> moves = List.of(trees.move("run/kept"));
            OmittedFileMove.applyAll(moves, trees.from, trees.to);
            assertThat(trees.unwritable).isEmpty();
            assertThat(trees.mode(from)).isEqualTo(0755);
            assertThat(trees.mode(to)).isEqualTo(0555);
            trees.makeUnwritable(from);
            trees.makeUnwritable(to);
            OmittedFileMove.undoAll(moves, trees.from, trees.to);
            assertThat(trees.unwritable).isEmpty();
            assertThat(trees.mode(from)).isEqualTo(0555);
        }
    }

    @Test
    void replacedFileStaysWhereItIs() throws Exception {
        try (Trees trees = new Trees()) {
            List<OmittedFileMove> moves = List.of(trees.move("run/kept"));
            Files.move(trees.previous.resolve("run/kept"), trees.previous.resolve("run/old"));
            Files.writeString(trees.previous.resolve("run/kept"), "another");
            OmittedFileMove.applyAll(moves, trees.from, trees.to);
            assertThat(trees.previous.resolve("run/kept")).hasContent("another");
            Files.delete(trees.previous.resolve("run/kept"));
            Files.writeString(trees.restored.resolve("run/kept"), "another");
            OmittedFileMove.undoAll(moves, trees.from, trees.to);
            assertThat(trees.restored.resolve("run/kept")).hasContent("another");
            assertThat(trees.previous.resolve("run/kept")).doesNotExist();
        }
    }

    @Test
    void fileWithoutAPlaceIsRemovedOnlyIfAllowed() throws Exception {
        try (Trees trees = new Trees()) {
            Files.delete(trees.restored.resolve("run"));
            List<String> paths = List.of("run/kept", "top", "gone");
            assertThatThrownBy(() -> new OmittedPaths("config", paths, false).moves(trees.above, "previous", trees.to))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("config/run/kept");
            assertThat(new OmittedPaths("config", paths, true).moves(trees.above, "previous", trees.to))
                    .containsExactly(trees.move("top"));
        }
    }

    private static final class Scene {
        final Path root;
        final Path journal;
        final SortedMap<String, String> previous;
        SortedMap<String, String> restored;

        Scene(Path directory) throws IOException {
            root = Files.createDirectories(directory.resolve("gateway/config"));
            journal = Files.createDirectory(directory.resolve("state")).resolve("restore.journal");
            Files.createDirectory(root.resolve("run"));
            Files.writeString(root.resolve("run/kept"), "kept");
            Files.writeString(root.resolve("run/file"), "old");
            Files.writeString(root.resolve("top"), "kept");
            age(root.resolve("run"), 1);
            age(root, 2);
            previous = TestTrees.state(root);
        }

        private static void age(Path directory, int seconds) throws IOException {
            Files.setLastModifiedTime(directory, FileTime.from(Instant.ofEpochSecond(seconds, 5)));
        }

        /** @return whether the restored state is final */
        boolean restore(Power hook) throws IOException {
            FileTrees trees = TestTrees.fileTrees(hook);
            RestoreTransaction transaction = null;
            boolean committed = false;
            try {
                transaction = RestoreTransaction.begin(journal, "restore-000001", List.of(root), trees);
                Path staged = transaction.staged(root);
                Files.createDirectory(staged.resolve("run"));
                Files.writeString(staged.resolve("run/file"), "new");
                Files.writeString(staged.resolve("new"), "new");
                age(staged.resolve("run"), 3);
                age(staged, 4);
                transaction.swap(Map.of(root, KEPT));
                transaction.commit();
                committed = true;
                transaction.dropPrevious();
            } catch (PowerCut e) {
                assertThat(hook.cut).isTrue();
            }
            if (committed) {
                assertThat(root.resolve("run/kept")).hasContent("kept");
                assertThat(root.resolve("top")).hasContent("kept");
                assertThat(Files.getLastModifiedTime(root.resolve("run")).toInstant())
                        .isEqualTo(Instant.ofEpochSecond(3, 5));
                restored = TestTrees.state(root);
                restored.keySet().removeIf(path -> path.startsWith(".config.restore-"));
                // The root has its own attributes once the previous state is dropped.
                restored.put(
                        "",
                        previous.get("")
                                .replace(
                                        Instant.ofEpochSecond(2, 5).toString(),
                                        Instant.ofEpochSecond(4, 5).toString())
                                .replaceFirst("^\\d+", "40700"));
            }
            if (transaction != null) {
                transaction.release();
            }
            return committed;
        }

        void recover(Power hook) throws IOException {
            Optional<RestoreTransaction> interrupted =
                    RestoreTransaction.findInterrupted(journal, TestTrees.fileTrees(hook));
            if (interrupted.isPresent()) {
                try {
                    interrupted.get().recover();
                    interrupted.get().close();
                } catch (PowerCut e) {
                    interrupted.get().release();
                }
            }
        }
    }
}
