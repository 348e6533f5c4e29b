package org.flowgateway.backup.core.tree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.MountTable;

/**
 * The location of a section's root, and what a restore can do there.
 *
 * @param root absolute path without symbolic links
 * @param above the nearest directory above the root that exists
 * @param state the root itself; empty if it does not exist
 * @param mountPoint whether a file system is mounted on the root
 * @param aboveWritable whether the gateway's user may make and rename names in {@code above}
 * @param writable whether it may do so in the root itself
 * @param own whether it may change the root itself: mode, owner and time
 */
public record RootLocation(
        Path root,
        Path above,
        Optional<FileState> state,
        boolean mountPoint,
        boolean aboveWritable,
        boolean writable,
        boolean own) {

    private static final int OTHERS_WRITE = 022;
    private static final int STICKY = 01000;

    /** Looks at a root. No directory on the way needs to be readable. */
    public static RootLocation of(FileTrees trees, MountTable mounts, Path root) throws IOException {
        try (DirectoryHandle slash = trees.open(root.getRoot())) {
            Optional<FileState> state = slash.find(relative(root));
            Path above = root.getParent();
            while (slash.find(relative(above)).isEmpty()) {
                above = above.getParent();
            }
            boolean directory = state.filter(FileState::isDirectory).isPresent();
            boolean mountPoint = directory
                    && (mounts.isMountPoint(root)
                            || state.get().device()
                                    != slash.state(relative(above)).device());
            boolean own = state.isEmpty() || trees.userId() == 0 || state.get().uid() == trees.userId();
            return new RootLocation(
                    root,
                    above,
                    state,
                    mountPoint,
                    slash.isWritable(relative(above)),
                    directory && slash.isWritable(relative(root)),
                    own);
        }
    }

    /** Tells roots that can be renamed; of others, what is in them changes places instead. One that does not exist yet can. */
    public boolean isRenamable() {
        return state.isEmpty() || aboveWritable && !mountPoint;
    }

    /** The directory that a restored state is staged in: the root itself if it cannot be renamed, else what is above it. */
    public Path stagingDirectory() {
        return !isRenamable() && own ? root : above;
    }

    /** Tells whether the restored state can be staged. */
    public boolean isStagingWritable() {
        return stagingDirectory().equals(root) ? writable : aboveWritable;
    }

    /** The directories above the root that others than root and the gateway's user may write to, outermost first. */
    public List<Path> writableByOthers(FileTrees trees) throws IOException {
        List<Path> open = new ArrayList<>();
        try (DirectoryHandle slash = trees.open(root.getRoot())) {
            for (Path directory = above; directory != null; directory = directory.getParent()) {
                FileState found = slash.state(relative(directory));
                boolean foreign = found.uid() != 0 && found.uid() != trees.userId();
                if (foreign || (found.permissions() & OTHERS_WRITE) != 0 && (found.permissions() & STICKY) == 0) {
                    open.add(0, directory);
                }
            }
        }
        return open;
    }

    private static String relative(Path path) {
        return path.toString().substring(1);
    }
}
