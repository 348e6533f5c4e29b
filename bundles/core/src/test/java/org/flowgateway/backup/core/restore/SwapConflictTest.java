package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.core.UncalledSection;
import org.flowgateway.backup.core.tree.OwnerMapping;
import org.flowgateway.backup.tree.FileReplacedException;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.SymbolicLinkException;
import org.flowgateway.backup.tree.SystemAccounts;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Attack by a user who may write to the directory of a swap: one of its names is replaced, before each call in turn. Nothing outside is
 * read, written or deleted, and the section is in one of its two states.
 */
class SwapConflictTest {

    private static final byte[] CONTENT = "restored".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    /** Replacements of a directory. */
    enum Trap {
        LINK,
        DIRECTORY
    }

    /** Death of the gateway's process; no production code catches it. */
    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Hook that replaces a directory, once it exists, before a certain call; later calls find the replacement. */
    private static final class Attack implements TreeHook {
        private final Scene scene;
        private final String suffix;
        private final Trap trap;
        private final boolean inPlace;
        private final int at;
        private final boolean crash;
        private int calls;
        private boolean done;

        Attack(Scene scene, String suffix, Trap trap, boolean inPlace, int at, boolean crash) {
            this.scene = scene;
            this.suffix = suffix;
            this.trap = trap;
            this.inPlace = inPlace;
            this.at = at;
            this.crash = crash;
        }

        @Override
        public boolean mayWrite(String path) {
            return !inPlace || !path.endsWith("/gateway");
        }

        @Override
        public synchronized void before(TreeOperation operation, String path) throws IOException {
            if (!done && calls++ >= at) {
                Optional<Path> target = scene.findDirectory(suffix, inPlace);
                if (target.isPresent()) {
                    done = true;
                    scene.replace(target.get(), trap);
                    if (crash) {
                        throw new PowerCut();
                    }
                }
            }
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "restored,LINK,false,false",
        "restored,DIRECTORY,false,false",
        "before,LINK,false,false",
        "before,DIRECTORY,false,false",
        "restored,LINK,true,false",
        "restored,DIRECTORY,true,false",
        "leaving,LINK,true,false",
        "leaving,DIRECTORY,true,false",
        "before,LINK,true,false",
        "before,DIRECTORY,true,false",
        "restored,LINK,false,true",
        "restored,DIRECTORY,false,true",
        "restored,LINK,true,true",
        "restored,DIRECTORY,true,true",
        "before,DIRECTORY,false,true",
        "before,DIRECTORY,true,true",
        "leaving,DIRECTORY,true,true"
    })
    void leavesOutsideUntouchedWhenANameIsReplaced(String suffix, Trap trap, boolean inPlace, boolean crash)
            throws Exception {
        int replaced = 0;
        int failed = 0;
        Attack attack;
        int at = 0;
        do {
            Scene scene = new Scene(directory.toRealPath().resolve("at-" + at));
            attack = new Attack(scene, suffix, trap, inPlace, at++, crash);
            boolean committed = crash ? scene.restoreAndRecover(attack) : scene.restore(attack);
            String attackName = suffix + " exchanged for a " + trap + " before call " + (at - 1);
            scene.assertOutsideUntouched(attackName);
            if (!crash) {
                assertThat(scene.section()).as(attackName).isEqualTo(committed ? scene.restored : scene.previous);
            }
            replaced += attack.done ? 1 : 0;
            failed += attack.done && !committed ? 1 : 0;
        } while (attack.done);
        assertThat(replaced).isGreaterThan(suffix.equals("restored") ? 20 : 1);
        assertThat(failed).isGreaterThan(0);
    }

    /** Section with some files, beside files that only root may read and change. */
    private static final class Scene {
        final Path directory;
        final Path gateway;
        final Path root;
        final Path outside;
        final Path journal;
        final SortedMap<String, String> previous;
        final SortedMap<String, String> restored = new TreeMap<>(Map.of(
                "", "directory", "d", "directory", "d/file", "restored", "link", "-> d/file", "name", "restored"));
        private final SortedMap<String, String> untouched;

        Scene(Path directory) throws IOException {
            this.directory = directory;
            gateway = directory.resolve("gateway");
            root = Files.createDirectories(gateway.resolve("config"));
            Files.createDirectory(root.resolve("inner"));
            Files.writeString(root.resolve("inner/file"), "old");
            Files.writeString(root.resolve("d"), "old");
            outside =
                    Files.createDirectories(directory.resolve("outside/inner")).getParent();
            Files.writeString(outside.resolve("d"), "precious");
            Files.writeString(outside.resolve("inner/file"), "precious");
            journal = Files.createDirectory(directory.resolve("state")).resolve("restore.journal");
            previous = contents(root);
            untouched = contents(outside);
        }

        /** Finds the directory of a suffix, if it exists and has not been replaced yet. */
        Optional<Path> findDirectory(String suffix, boolean inPlace) throws IOException {
            try (Stream<Path> names = Files.list(inPlace ? root : gateway)) {
                return names.filter(name -> name.getFileName().toString().endsWith("." + suffix)
                                && Files.isDirectory(name, LinkOption.NOFOLLOW_LINKS))
                        .findFirst();
            }
        }

        void replace(Path target, Trap trap) throws IOException {
            Files.move(target, directory.resolve("stolen"));
            if (trap == Trap.LINK) {
                Files.createSymbolicLink(target, outside);
            } else {
                Files.move(outside, target);
            }
        }

        /** @return whether the restored state is final */
        boolean restore(TreeHook hook) throws IOException {
            FileTrees trees = TestTrees.fileTrees(hook);
            RestoreTransaction transaction;
            try {
                transaction = RestoreTransaction.begin(journal, "restore-000001", List.of(root), trees);
            } catch (SwapConflictException e) {
                assertThat(e).hasMessageContaining("was replaced by another user");
                return false;
            }
            try {
                stage(transaction, trees);
                transaction.swap();
            } catch (SwapConflictException e) {
                assertThat(e).hasMessageContaining("was replaced by another user");
                transaction.rollBack();
                transaction.close();
                return false;
            }
            transaction.commit();
            try {
                transaction.dropPrevious();
            } catch (IOException e) { // Only a warning in a restore: a final state stays final.
                assertThat(e)
                        .isInstanceOfAny(
                                FileReplacedException.class, NotDirectoryException.class, SymbolicLinkException.class);
            }
            transaction.close();
            return true;
        }

        private void stage(RestoreTransaction transaction, FileTrees trees) throws IOException {
            StagedSection staged = new StagedSection(
                    UncalledSection.config(root),
                    transaction.staging(root),
                    transaction.staged(root),
                    new MetadataWriter(new OwnerMapping(new SystemAccounts()), trees.userId() == 0));
            Entry file = entry("d/file", Entry.Type.FILE, trees, "");
            staged.unpack(
                    new MemberToRestore(file, file.memberName(), 0, 0, CONTENT.length, ""),
                    new ByteArrayInputStream(CONTENT));
            staged.complete(entry("name", Entry.Type.HARDLINK, trees, "d/file"), false);
            staged.complete(entry("link", Entry.Type.SYMLINK, trees, "d/file"), false);
            staged.complete(entry("d", Entry.Type.DIRECTORY, trees, ""), false);
            staged.complete(entry("", Entry.Type.DIRECTORY, trees, ""), false);
            staged.finish();
        }

        private static Entry entry(String path, Entry.Type type, FileTrees trees, String target) {
            return new Entry(
                    "config",
                    path,
                    type,
                    0755,
                    trees.userId(),
                    trees.groupId(),
                    "",
                    "",
                    type == Entry.Type.FILE ? CONTENT.length : 0,
                    Instant.EPOCH,
                    target);
        }

        /** Dies after the replacement, and recovers. Directories that the attacker moved by then are not looked for. */
        boolean restoreAndRecover(TreeHook hook) throws IOException {
            try {
                return restore(hook);
            } catch (PowerCut e) {
                FileTrees trees = TestTrees.fileTrees(TreeHook.NONE);
                Optional<RestoreTransaction> interrupted = RestoreTransaction.findInterrupted(journal, trees);
                try {
                    if (interrupted.isPresent()) {
                        interrupted.get().recover();
                        interrupted.get().close();
                    }
                } catch (IOException refused) {
                    assertThat(refused.getMessage())
                            .containsAnyOf("was replaced by another user", "the previous state is neither in");
                    interrupted.orElseThrow().release();
                }
                return false;
            }
        }

        SortedMap<String, String> section() throws IOException {
            SortedMap<String, String> contents = contents(root);
            contents.keySet().removeIf(path -> path.startsWith("."));
            return contents;
        }

        /** Checks the outside files, where they were or wherever the attack moved them. */
        void assertOutsideUntouched(String attackName) throws IOException {
            try (Stream<Path> walk = Files.walk(directory)) {
                Path now = walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                                && isPrecious(path)
                                && path.endsWith("d"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(attackName + ": what was outside is gone"))
                        .getParent();
                assertThat(contents(now)).as(attackName).isEqualTo(untouched);
            }
        }

        private static boolean isPrecious(Path file) {
            try {
                return Files.readString(file).equals("precious");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private static SortedMap<String, String> contents(Path tree) throws IOException {
            SortedMap<String, String> contents = new TreeMap<>();
            try (Stream<Path> walk = Files.walk(tree)) {
                for (Path file : (Iterable<Path>) walk::iterator) {
                    contents.put(
                            tree.relativize(file).toString(),
                            Files.isSymbolicLink(file)
                                    ? "-> " + Files.readSymbolicLink(file)
                                    : Files.isDirectory(file) ? "directory" : Files.readString(file));
                }
            }
            return contents;
        }
    }
}
