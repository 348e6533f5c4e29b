package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileNames;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.OpenFile;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeWalk;
import org.flowgateway.backup.tree.WalkedFile;

/** Everything a backup must bring back of a tree, path by path, as text that a failed test can show. */
final class TreeState {

    private TreeState() {}

    static SortedMap<String, String> of(Path tree) throws IOException {
        SortedMap<String, String> state = new TreeMap<>();
        try (DirectoryHandle root = TestTrees.fileTrees(TreeHook.NONE)
                        .open(Path.of(tree.toString()).toRealPath());
                TreeWalk<IOException> walk = new TreeWalk<>(
                        root,
                        (path, failure) -> {
                            throw failure;
                        },
                        name -> false)) {
            for (Optional<WalkedFile> found = walk.next(); found.isPresent(); found = walk.next()) {
                state.put(
                        FileNames.display(found.get().path()),
                        describe(root, found.get().path(), found.get().state()));
            }
        }
        return state;
    }

    private static String describe(DirectoryHandle root, String path, FileState state) throws IOException {
        String common =
                Integer.toOctalString(state.mode()) + " " + state.uid() + ":" + state.gid() + " " + state.modified();
        if (state.isSymlink()) {
            return common + " -> " + FileNames.display(root.readLink(path));
        }
        if (!state.isRegular()) {
            return common
                    + (state.isDirectory() ? attributes(root.attributes(path).values()) : "");
        }
        try (OpenFile file = root.openFile(path)) {
            return common + " links " + state.links() + " " + state.size() + " "
                    + Sha256.of(file.stream().readAllBytes())
                    + attributes(file.attributes().values());
        }
    }

    private static String attributes(Map<String, byte[]> attributes) {
        return attributes.entrySet().stream()
                .map(each -> " " + each.getKey() + "=" + HexFormat.of().formatHex(each.getValue()))
                .collect(Collectors.joining());
    }
}
