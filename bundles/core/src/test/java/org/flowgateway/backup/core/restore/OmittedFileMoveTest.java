package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
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
