package org.flowgateway.backup.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TreeDeletionTest extends TemporaryTreeTest {

    @Test
    void aTreeIsDeletedAndNothingElse() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createFile(outside.resolve("f"));
        for (int i = 0; i < 50; i++) {
            Path below = Files.createDirectories(directory.resolve("tree/d" + i + "/e"));
            for (int j = 0; j < 70; j++) {
                Files.createFile(below.resolve("f" + j));
            }
            Files.createSymbolicLink(below.resolve("link"), outside);
        }
        run("chmod", "-R", "a-w", "tree");
        TreeDeletion.delete(root, "tree");
        assertThat(root.names()).containsExactly("outside");
        assertThat(outside.resolve("f")).exists();
    }

    @Test
    void nonDirectoryIsDeletedToo() throws Exception {
        Files.createSymbolicLink(directory.resolve("link"), directory);
        run("mkfifo", "pipe");
        TreeDeletion.delete(root, "link");
        TreeDeletion.delete(root, "pipe");
        TreeDeletion.delete(root, "none");
        assertThat(root.names()).isEmpty();
    }

    @Test
    void directoryReplacedByALinkIsNotFollowed() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        for (int i = 0; i < 200; i++) {
            Files.createFile(outside.resolve("f" + i));
        }
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 200; j++) {
                Files.createDirectories(directory.resolve("tree/d" + i));
                Files.createFile(directory.resolve("tree/d" + i + "/f" + j));
            }
        }
        AtomicInteger moved = new AtomicInteger();
        DirectoryHandle observed = observed((operation, path) -> {
            if (operation == TreeOperation.OPEN_TO_READ && path.contains("tree/d")
                    || operation == TreeOperation.DELETE && path.endsWith("/f7")) {
                Path sub = directory.resolve(directory.relativize(Path.of(path)).subpath(0, 2));
                if (Files.isDirectory(sub, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(sub, directory.resolve("moved" + moved.incrementAndGet()));
                    Files.createSymbolicLink(sub, outside);
                }
            }
        });
        try {
            TreeDeletion.delete(observed, "tree");
        } catch (java.io.IOException e) {
            assertThat(e)
                    .isInstanceOfAny(
                            SymbolicLinkException.class,
                            java.nio.file.NotDirectoryException.class,
                            java.nio.file.DirectoryNotEmptyException.class);
        }
        assertThat(moved.get()).isPositive();
        assertThat(outside.toFile().list()).hasSize(200);
    }

    @Test
    void firstFailureIsThrown() throws Exception {
        Files.createDirectories(directory.resolve("tree/a"));
        Files.createFile(directory.resolve("tree/a/keep"));
        DirectoryHandle observed = observed((operation, path) -> {
            if (operation == TreeOperation.DELETE && path.endsWith("keep")) {
                throw new java.nio.file.FileSystemException(path, null, "Input/output error");
            }
        });
        assertThatThrownBy(() -> TreeDeletion.delete(observed, "tree")).hasMessageContaining("Input/output error");
        assertThat(directory.resolve("tree/a/keep")).exists();
    }

    @ParameterizedTest
    @EnumSource(
            value = TreeOperation.class,
            names = {"DELETE", "LIST", "OPEN_TO_READ", "LOOK"})
    void failureLeavesNoDirectoryOpen(TreeOperation failing) throws Exception {
        for (int attempt = 0; attempt < 4; attempt++) {
            for (int i = 0; i < 8; i++) {
                Path below = Files.createDirectories(directory.resolve("tree/d" + i + "/e"));
                for (int j = 0; j < 100; j++) {
                    Files.write(below.resolve("f" + j), new byte[0]);
                }
            }
            AtomicInteger calls = new AtomicInteger();
            int when = 1 + attempt;
            DirectoryHandle observed = observed((operation, path) -> {
                // A directory that cannot be deleted like a file is no failure.
                boolean counted = operation == failing
                        && path.contains("/tree/")
                        && (failing != TreeOperation.DELETE || path.matches(".*/f\\d+"));
                if (counted && calls.incrementAndGet() == when) {
                    throw new java.nio.file.FileSystemException(path, null, "Input/output error");
                }
            });
            assertThatThrownBy(() -> TreeDeletion.delete(observed, "tree")).hasMessageContaining("Input/output error");
            assertThat(openBelowTree()).isZero();
        }
    }

    @Test
    void unexpectedFailureLeavesNoDirectoryOpen() throws Exception {
        Files.createDirectories(directory.resolve("tree/a/b"));
        DirectoryHandle observed = observed((operation, path) -> {
            if (operation == TreeOperation.LIST && path.endsWith("tree/a")) {
                throw new IllegalStateException("unexpected");
            }
        });
        assertThatThrownBy(() -> TreeDeletion.delete(observed, "tree")).hasMessage("unexpected");
        assertThat(openBelowTree()).isZero();
    }

    /** Counts this process's descriptors of the tree. */
    private long openBelowTree() throws Exception {
        String tree = directory.resolve("tree").toString();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(each -> leadsBelow(each, tree)).count();
        }
    }

    private static boolean leadsBelow(Path descriptor, String tree) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith(tree);
        } catch (IOException closed) {
            return false; // The descriptor of the listing itself is among those listed.
        }
    }

    @Test
    void accessThatIsDeniedTwiceIsAFailure() throws Exception {
        Files.createDirectories(directory.resolve("tree/a"));
        DirectoryHandle observed = observed((operation, path) -> {
            if (operation == TreeOperation.DELETE && path.endsWith("tree/a")) {
                throw new AccessDeniedException(path);
            }
        });
        assertThatThrownBy(() -> TreeDeletion.delete(observed, "tree")).isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void filesWrittenMeanwhileAreDeletedToo() throws Exception {
        Files.createDirectories(directory.resolve("tree/a"));
        AtomicInteger written = new AtomicInteger();
        DirectoryHandle observed = observed((operation, path) -> {
            if (operation == TreeOperation.DELETE && path.endsWith("tree/a") && written.incrementAndGet() < 8) {
                Files.createFile(directory.resolve("tree/a/new" + written));
            }
        });
        TreeDeletion.delete(observed, "tree");
        assertThat(root.names()).isEmpty();
    }
}
