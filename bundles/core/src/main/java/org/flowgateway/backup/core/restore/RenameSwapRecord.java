package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.flowgateway.backup.core.file.StagingNames;
import org.flowgateway.backup.core.tree.RootLocation;
import org.flowgateway.backup.tree.FileTrees;

/**
 * Swap of directories with the same parent, so that each step is one rename.
 *
 * @param existed whether there was a previous state
 * @param moves files of the previous state that are kept
 */
record RenameSwapRecord(
        Path root, Path staged, Path previous, boolean existed, SwapInodes inodes, List<OmittedFileMove> moves)
        implements SwapRecord {

    RenameSwapRecord {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(staged, "staged");
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(inodes, "inodes");
        moves = List.copyOf(moves);
    }

    static RenameSwapRecord of(RootLocation location, String restore) {
        OptionalLong inode =
                location.state().map(state -> OptionalLong.of(state.inode())).orElse(OptionalLong.empty());
        return named(location.root(), restore, location.state().isPresent(), SwapInodes.of(inode, inode));
    }

    static RenameSwapRecord named(Path root, String restore, boolean existed, SwapInodes inodes) {
        StagingNames names = new StagingNames(root, restore);
        return new RenameSwapRecord(
                root,
                root.resolveSibling(names.restored()),
                root.resolveSibling(names.before()),
                existed,
                inodes,
                List.of());
    }

    RenameSwapRecord with(SwapInodes known) {
        return new RenameSwapRecord(root, staged, previous, existed, known, moves);
    }

    RenameSwapRecord with(List<OmittedFileMove> kept) {
        return new RenameSwapRecord(root, staged, previous, existed, inodes, kept);
    }

    @Override
    public RenameSwap open(FileTrees trees) throws IOException {
        return RenameSwap.open(this, trees);
    }
}
