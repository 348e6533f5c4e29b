package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees that could not be deleted are deleted later, and nothing else. */
class UndeletedTreesTest {

    @TempDir
    private Path directory;

    private Path file;
    private String immutable = "";
    private UndeletedTrees undeleted;

    @BeforeEach
    void resolve() throws IOException {
        directory = directory.toRealPath();
        file = directory.resolve("restore.undeleted");
        undeleted = new UndeletedTrees(file, TestTrees.fileTrees((operation, path) -> {
            if (operation == TreeOperation.DELETE && path.endsWith(immutable) && !immutable.isEmpty()) {
                throw new IOException("the test wants it so");
            }
        }));
    }

    private UndeletedTrees.Tree tree(Path path) throws IOException {
        return new UndeletedTrees.Tree(path, (long) Files.getAttribute(path, "unix:ino"));
    }

    private Path create(String name) throws IOException {
        Path tree = Files.createDirectory(directory.resolve(name));
        Files.createFile(tree.resolve("file-" + name));
        return tree;
    }

    @Test
    void treesAreDeletedOnceThatIsPossible() throws Exception {
        Path a = create("a");
        Path b = create("b");
        Path c = Files.createFile(directory.resolve("c"));
        undeleted.add(List.of(tree(a)));
        undeleted.add(List.of(tree(a), tree(b), tree(c)));
        undeleted.add(List.of());
        immutable = "file-b";
        undeleted.retry();
        assertThat(a).doesNotExist();
        assertThat(b).exists();
        assertThat(c).doesNotExist();
        String remaining = Files.readString(file);
        assertThat(remaining).contains(b.toString()).doesNotContain(a.toString());
        undeleted.retry();
        assertThat(file).hasContent(remaining);
        immutable = "";
        undeleted.retry();
        assertThat(b).doesNotExist();
        assertThat(file).doesNotExist();
    }

    @Test
    void anotherTreeOfTheNameIsKept() throws Exception {
        Path a = create("a");
        undeleted.add(List.of(tree(a), new UndeletedTrees.Tree(directory.resolve("gone"), 1)));
        Files.move(a, directory.resolve("away"));
        create("a");
        undeleted.retry();
        assertThat(a.resolve("file-a")).exists();
        assertThat(file).doesNotExist();
    }

    @Test
    void unreadableListIsKept() throws Exception {
        Files.writeString(file, "0.path=/gateway\n");
        undeleted.retry();
        assertThat(file).hasContent("0.path=/gateway");
    }
}
