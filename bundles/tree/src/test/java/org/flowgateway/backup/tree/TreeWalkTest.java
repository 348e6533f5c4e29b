package org.flowgateway.backup.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeWalkTest extends TemporaryTreeTest {

    @Test
    void everythingComesInTheOrderOfNames() throws Exception {
        for (String path : new String[] {"b/x", "b-", "b/y/z", "a", "ä", "😀", "\uFFFD", "b.d/e"}) {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
        assertThat(paths(root))
                .containsExactly("", "a", "b", "b/x", "b/y", "b/y/z", "b-", "b.d", "b.d/e", "ä", "\uFFFD", "😀");
    }

    @Test
    void aVeryDeepTreeIsWalkedAndDeleted() throws Exception {
        deepTree(3_000);
        List<String> paths = paths(root);
        TreeDeletion.delete(root, "d"); // Checked first: no other tool can clean up after a failure.
        assertThat(root.names()).isEmpty();
        assertThat(paths.size()).isEqualTo(3_002);
        assertThat(paths.get(3_001).length()).isEqualTo(2 * 3_000 + 1);
    }

    private void deepTree(int depth) throws IOException {
        DirectoryHandle current = root.duplicate();
        for (int i = 0; i < depth; i++) {
            current.createDirectory("d", 0700);
            DirectoryHandle below = current.openDirectory("d");
            current.close();
            current = below;
        }
        current.createFile("f", 0600).close();
        current.close();
    }

    @Test
    void directoryReplacedByALinkIsNotEntered() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("f"), "secret");
        Files.createDirectories(directory.resolve("tree/sub"));
        Files.writeString(directory.resolve("tree/sub/f"), "own");
        AtomicBoolean done = new AtomicBoolean();
        DirectoryHandle observed = observed((operation, path) -> {
            if (operation == TreeOperation.OPEN_TO_READ && path.endsWith("tree/sub") && !done.getAndSet(true)) {
                Files.move(directory.resolve("tree/sub"), directory.resolve("moved"));
                Files.createSymbolicLink(directory.resolve("tree/sub"), outside);
            }
        });
        try (DirectoryHandle tree = observed.openDirectory("tree")) {
            List<WalkedFile> found = walk(tree);
            assertThat(found).extracting(WalkedFile::path).containsExactly("", "sub");
            assertThat(found.get(1).state().isSymlink()).isTrue();
        }
    }

    @Test
    void aFileThatIsRenamedDuringTheWalkIsFound() throws Exception {
        for (int i = 0; i < 5; i++) {
            Files.createFile(directory.resolve("f" + i));
        }
        AtomicBoolean done = new AtomicBoolean();
        DirectoryHandle observed = observed((operation, path) -> {
            if (operation == TreeOperation.LOOK && path.endsWith("/f1") && !done.getAndSet(true)) {
                Files.move(directory.resolve("f3"), directory.resolve("e"));
            }
        });
        assertThat(paths(observed)).containsExactlyInAnyOrder("", "e", "f0", "f1", "f2", "f4");
    }

    @Test
    void filesThatComeAndGoAreNoErrors() throws Exception {
        for (int i = 0; i < 300; i++) {
            Files.createFile(directory.resolve("f" + i));
        }
        int[] looks = new int[1];
        DirectoryHandle observed = observed((operation, path) -> {
            if (operation == TreeOperation.LOOK && path.contains("/f") && looks[0]++ % 2 == 0) {
                Files.deleteIfExists(Path.of(path));
                Files.createFile(directory.resolve("g" + looks[0]));
            }
        });
        assertThat(paths(observed)).hasSizeGreaterThan(150);
    }

    @Test
    void unlistableDirectoryIsReportedAndSkipped() throws Exception {
        Files.createDirectories(directory.resolve("a/b"));
        Files.createFile(directory.resolve("c"));
        DirectoryHandle observed = observed((operation, path) -> {
            if (operation == TreeOperation.LIST && path.endsWith("/a")) {
                throw new java.nio.file.AccessDeniedException(path);
            }
        });
        List<String> reported = new ArrayList<>();
        List<String> found = new ArrayList<>();
        try (TreeWalk<RuntimeException> walk =
                new TreeWalk<>(observed, (path, failure) -> reported.add(path), name -> false)) {
            for (Optional<WalkedFile> next = walk.next(); next.isPresent(); next = walk.next()) {
                found.add(next.get().path());
            }
        }
        assertThat(reported).containsExactly("a");
        assertThat(found).containsExactly("", "c");
    }

    @Test
    void directoryCanBeSkipped() throws Exception {
        Files.createDirectories(directory.resolve("a/b/c"));
        Files.createFile(directory.resolve("d"));
        Files.createFile(directory.resolve("hidden"));
        List<String> found = new ArrayList<>();
        try (TreeWalk<IOException> walk = new TreeWalk<>(
                root,
                (path, failure) -> {
                    throw failure;
                },
                "hidden"::equals)) {
            for (Optional<WalkedFile> next = walk.next(); next.isPresent(); next = walk.next()) {
                found.add(next.get().path());
                if (next.get().path().equals("a/b")) {
                    walk.skipDirectory();
                }
            }
            assertThat(walk.isAtEnd()).isTrue();
        }
        assertThat(found).containsExactly("", "a", "a/b", "d");
    }

    @Test
    void noHandleIsLeftOpen() throws Exception {
        IntStream.range(0, 100)
                .forEach(i -> assertThat(
                                directory.resolve("d" + i + "/e/f").toFile().mkdirs())
                        .isTrue());
        paths(root);
        int before = Path.of("/proc/self/fd").toFile().list().length;
        for (int i = 0; i < 5; i++) {
            paths(root);
        }
        assertThat(Path.of("/proc/self/fd").toFile().list().length).isLessThanOrEqualTo(before + 5);
    }
}
