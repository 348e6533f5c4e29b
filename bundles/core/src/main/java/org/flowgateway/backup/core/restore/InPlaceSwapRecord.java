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
 * Swap of a root that is a mount point or may not be renamed: its children are swapped, one by one, with hidden directories inside of it,
 * which are on its own file system.
 *
 * <p>While {@code leaving} exists, all of the root's children belong to the previous state, and the rest of that is in {@code leaving}.
 * Once it holds the whole previous state, it is renamed to {@code previous}; from then on all of the root's children belong to the restored
 * state. A rollback does the same in reverse. So one name tells which state the root's children belong to. It changes in one step, and
 * needs no disk space.
 *
 * @param leaving directory that collects the previous state
 * @param mounted whether the root was a mount point
 * @param previousRoot attributes of the root itself before the swap
 * @param restoredRoot attributes of the root itself after the swap; empty before the restored state is complete
 * @param previousModes modes of directories of the previous state that must be writable for their move, by name
 * @param restoredModes the same for the restored state
 * @param moves files of the previous state that are kept
 */
record InPlaceSwapRecord(
        Path root,
        Path staged,
        Path leaving,
        Path previous,
        boolean mounted,
        DirectoryMetadata previousRoot,
        Optional<DirectoryMetadata> restoredRoot,
        Map<String, Integer> previousModes,
        Map<String, Integer> restoredModes,
        SwapInodes inodes,
        List<OmittedFileMove> moves)
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

    /** @param previousRoot the root's current attributes */
    static InPlaceSwapRecord of(RootLocation location, String restore, DirectoryMetadata previousRoot) {
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
            DirectoryMetadata restored,
            Map<String, Integer> modesOfPrevious,
            Map<String, Integer> modesOfRestored,
            List<OmittedFileMove> kept) {
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
