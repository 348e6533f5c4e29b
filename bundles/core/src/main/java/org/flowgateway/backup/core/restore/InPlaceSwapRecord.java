package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.flowgateway.backup.core.file.StagingNames;
import org.flowgateway.backup.core.tree.RootLocation;
import org.flowgateway.backup.tree.FileTrees;

/**
 * A swap in which the root stays what it is, since it is a mount point or may not be renamed: what is in it changes places, child by child, with
 * hidden directories inside of it, which are on its own file system.
 *
 * <p>While there is {@code leaving}, all that is in the root is of the old state, the rest of which is in {@code leaving}. That is renamed to
 * {@code old} when it holds the whole old state: from then on all that is in the root is of the restored state. On the way back it is the same in
 * reverse. So one name tells whose the root's children are, it changes in one step, and needs no space on a disk.
 *
 * @param leaving where the old state is gathered
 * @param mounted whether the root was a mount point
 * @param previousRoot what the root itself was
 * @param restoredRoot what the root itself will be; empty before the restored state is complete
 * @param previousModes modes of old directories that must be writable for a moment to be moved, by name
 * @param restoredModes the same of restored ones
 * @param moves what is kept of the old state
 */
record InPlaceSwapRecord(
        Path root,
        Path staged,
        Path leaving,
        Path previous,
        boolean mounted,
        DirectoryAttributes previousRoot,
        Optional<DirectoryAttributes> restoredRoot,
        Map<String, Integer> previousModes,
        Map<String, Integer> restoredModes,
        SwapInodes inodes,
        List<KeptMove> moves)
        implements SwapRecord {

    InPlaceSwapRecord {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(staged, "staged");
        Objects.requireNonNull(leaving, "leaving");
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(previousRoot, "previousRoot");
        Objects.requireNonNull(restoredRoot, "restoredRoot");
        Objects.requireNonNull(inodes, "inodes");
        previousModes = Collections.unmodifiableMap(new TreeMap<>(previousModes));
        moves = List.copyOf(moves);
        restoredModes = Collections.unmodifiableMap(new TreeMap<>(restoredModes));
    }

    /** @param previousRoot what the root itself is */
    static InPlaceSwapRecord of(RootLocation location, String restore, DirectoryAttributes previousRoot) {
        Path root = location.root();
        StagingNames names = new StagingNames(root, restore);
        return new InPlaceSwapRecord(
                root,
                root.resolve(names.restored()),
                root.resolve(names.leaving()),
                root.resolve(names.before()),
                location.mountPoint(),
                previousRoot,
                Optional.empty(),
                Map.of(),
                Map.of(),
                SwapInodes.of(OptionalLong.of(location.state().orElseThrow().inode()), OptionalLong.empty()),
                List.of());
    }

    InPlaceSwapRecord with(SwapInodes known) {
        return new InPlaceSwapRecord(
                root,
                staged,
                leaving,
                previous,
                mounted,
                previousRoot,
                restoredRoot,
                previousModes,
                restoredModes,
                known,
                moves);
    }

    InPlaceSwapRecord with(
            DirectoryAttributes restored,
            Map<String, Integer> modesOfPrevious,
            Map<String, Integer> modesOfRestored,
            List<KeptMove> kept) {
        return new InPlaceSwapRecord(
                root,
                staged,
                leaving,
                previous,
                mounted,
                previousRoot,
                Optional.of(restored),
                modesOfPrevious,
                modesOfRestored,
                inodes,
                kept);
    }

    @Override
    public InPlaceSwap open(FileTrees trees) throws IOException {
        return InPlaceSwap.open(this, trees);
    }
}
