package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.NativeLibraryException;
import org.flowgateway.backup.tree.TreeHook;

/** Files below a gateway's directory. */
public final class TestTrees {

    private TestTrees() {}

    /** The gateway's tree; the directories above the sections are nobody's, since names in them change places. */
    static SortedMap<String, String> sections(Path gateway) throws IOException {
        SortedMap<String, String> tree = TreeState.of(gateway.resolve("gateway"));
        tree.remove("");
        tree.remove("vault");
        return tree;
    }

    /** Everything a backup must bring back of a tree, path by path. */
    public static SortedMap<String, String> state(Path tree) throws IOException {
        return TreeState.of(tree);
    }

    /** All names below a directory. */
    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> directory.relativize(file).toString()).toList();
        }
    }

    /** Opens trees for a test, with every call observed. */
    public static FileTrees fileTrees(TreeHook observer) {
        try {
            return FileTrees.load(observer);
        } catch (NativeLibraryException e) {
            throw new AssertionError(e);
        }
    }
}
