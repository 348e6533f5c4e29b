package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;

/** Section with a current and a restored state, its swap, and the calls of that on the tree. */
final class SwapTrees implements AutoCloseable {

    final Path directory;
    final Path root;
    final Path journal;
    final SortedMap<String, String> previous;
    /** Renames, deletions and syncs, relative to the gateway's directory. */
    final List<String> calls = new ArrayList<>();

    private final boolean inPlace;
    private final FileTrees trees;
    /** Directories that were moved although an ordinary user may not write to them. */
    final List<String> movedWithoutPermission = new ArrayList<>();

    /** Call that fails once, as in {@code DELETE config/file}; "" for none. */
    private String failing = "";

    RestoreTransaction transaction;

    /** Process of an ordinary user, whom a directory's mode may keep from changing the names in it. */
    private final class Calls implements TreeHook {

        @Override
        public boolean mayWrite(String path) {
            return !(inPlace && path.equals(directory.toString())) && isOpenToItsOwner(Path.of(path));
        }

        @Override
        public void before(TreeOperation operation, String path) throws IOException {
            String call = operation + " " + directory.relativize(Path.of(path));
            if (call.equals(failing)) {
                failing = "";
                throw new IOException("the test wants it so");
            }
            switch (operation) {
                case CREATE_DIRECTORY, RENAME, DELETE, LINK, CREATE_FILE -> {
                    if (!isOpenToItsOwner(Path.of(path).getParent())) {
                        throw new AccessDeniedException(path);
                    }
                }
                default -> {}
            }
            if (operation == TreeOperation.RENAME || operation == TreeOperation.SYNC) {
                calls.add(call);
            }
            if (operation == TreeOperation.RENAME && inPlace) {
                noteUnwritable(Path.of(path));
            }
        }
    }

    /** The source of a move has the same name, in another directory of the swap. */
    private void noteUnwritable(Path target) throws IOException {
        try (Stream<Path> places = Files.walk(root, 2)) {
            places.filter(place -> place.getFileName().equals(target.getFileName())
                            && Files.isDirectory(place)
                            && !place.getParent().equals(sibling("before")) // From there, only the whole state moves.
                            && !isOpenToItsOwner(place))
                    .map(place -> directory.relativize(place).toString())
                    .forEach(movedWithoutPermission::add);
        }
    }

    private static boolean isOpenToItsOwner(Path file) {
        try {
            return (mode(file) & 0300) == 0300;
        } catch (IOException e) {
            return true; // The call itself says that there is no such file.
        }
    }

    static int mode(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:mode") & 07777;
    }

    /** @param inPlace whether the root is kept, since the gateway's user may not write to the directory above */
    SwapTrees(Path above, boolean inPlace) throws IOException {
        this.inPlace = inPlace;
        directory = Files.createDirectory(above.toRealPath().resolve("gateway"));
        root = Files.createDirectory(directory.resolve("config"));
        journal = above.resolve("restore.journal");
        trees = TestTrees.fileTrees(new Calls());
        write("a/file", "current");
        write("b", "current");
        chmod(root.resolve("a"), 0555);
        chmod(root, 0750);
        previous = state();
    }

    Path write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    static void chmod(Path file, int mode) throws IOException {
        Files.setAttribute(file, "unix:mode", mode);
    }

    SortedMap<String, String> state() throws IOException {
        return TestTrees.state(root);
    }

    /** Lists the names in the gateway's directory and in the section's. */
    List<String> names() throws IOException {
        try (Stream<Path> above = Files.list(directory);
                Stream<Path> inside = Files.list(root)) {
            return Stream.concat(above, inside)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** Begins a restore and stages a state. */
    SwapTrees stage() throws IOException {
        transaction = RestoreTransaction.begin(journal, "restore-000001", List.of(root), trees);
        Path staged = staged();
        Files.createDirectory(staged.resolve("a"));
        Files.writeString(staged.resolve("a/file"), "restored");
        Files.createDirectory(staged.resolve("c"));
        chmod(staged.resolve("c"), 0555);
        chmod(staged, 0555);
        return this;
    }

    Path staged() {
        return transaction.staged(root);
    }

    /** Returns the directory of the swap with another suffix. */
    Path sibling(String suffix) {
        return staged().resolveSibling(".config.restore-000001." + suffix);
    }

    SwapTrees swap() throws IOException {
        transaction.swap();
        return this;
    }

    SwapTrees swap(OmittedPaths kept) throws IOException {
        transaction.swap(Map.of(root, kept));
        return this;
    }

    void fail(TreeOperation operation, Path path) {
        failing = operation + " " + directory.relativize(path);
    }

    /** Continues as the next process does: without anything open. */
    SwapTrees restart() throws IOException {
        transaction.release();
        transaction = RestoreTransaction.findInterrupted(journal, trees).orElseThrow();
        return this;
    }

    /** Continues with a journal of an earlier version, which has no inode numbers. */
    SwapTrees restartWithoutInodes() throws IOException {
        transaction.release();
        Files.writeString(journal, Files.readString(journal).replaceAll("exchange[.]0[.]inodes=.*\n", ""));
        return restart();
    }

    void recover() throws IOException {
        transaction.recover();
        transaction.close();
    }

    void commit() throws IOException {
        transaction.commit();
        transaction.dropPrevious();
        transaction.close();
    }

    FileTrees trees() {
        return trees;
    }

    /** Waits until this process has closed all directories below the gateway's one; a deletion's threads may do so last. */
    void awaitClosed() throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (hasOpenDirectories()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Directories are still open");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private boolean hasOpenDirectories() throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).startsWith(directory)) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException e) {
            return true; // One was closed meanwhile, so another look is needed.
        }
    }

    @Override
    public void close() {
        if (transaction != null) {
            transaction.release();
        }
    }
}
