package org.flowgateway.backup.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Base of tests with a handle on a temporary directory. */
abstract class TemporaryTreeTest {

    @TempDir
    Path directory;

    private final List<DirectoryHandle> opened = new ArrayList<>();
    DirectoryHandle root;

    @BeforeEach
    void open() throws Exception {
        directory = directory.toRealPath();
        root = observed(TreeHook.NONE);
    }

    DirectoryHandle observed(TreeHook hook) throws Exception {
        DirectoryHandle handle = FileTrees.load(hook).open(directory);
        opened.add(handle);
        return handle;
    }

    @AfterEach
    void close() {
        opened.forEach(DirectoryHandle::close);
    }

    /** Runs a command in the directory; it must succeed. */
    void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + ": " + output)
                .isZero();
    }

    /** Walks through a whole tree; an unreadable file fails the test. */
    static List<WalkedFile> walk(DirectoryHandle tree) throws IOException {
        List<WalkedFile> all = new ArrayList<>();
        try (TreeWalk<IOException> walk = new TreeWalk<>(
                tree,
                (path, failure) -> {
                    throw failure;
                },
                name -> false)) {
            for (Optional<WalkedFile> found = walk.next(); found.isPresent(); found = walk.next()) {
                all.add(found.get());
            }
        }
        return all;
    }

    static List<String> paths(DirectoryHandle tree) throws IOException {
        return walk(tree).stream().map(WalkedFile::path).toList();
    }
}
