package org.flowgateway.backup.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

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
