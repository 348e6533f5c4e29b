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
 * Location of a section's root, with the ways to restore it.
 *
 * @param root absolute path without symbolic links
 * @param above the nearest existing directory above the root
 * @param state the root itself; empty if it does not exist
 * @param mountPoint whether a file system is mounted on the root
 * @param aboveWritable whether the gateway's user may make and rename names in {@code above}
 * @param writable whether that user may do so in the root itself
 * @param own whether that user may change the root's mode, owner and time
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

    /** Inspects a root. No directory on the way needs to be readable. */
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

    /** Tells whether the root can be renamed; otherwise its children are swapped. A root that does not exist yet can be. */
    public boolean isRenamable() {
        return state.isEmpty() || aboveWritable && !mountPoint;
    }

    /** Returns the directory to stage in: the root itself if it cannot be renamed, else the nearest one above it. */
    public Path stagingDirectory() {
        return !isRenamable() && own ? root : above;
    }

    /** Tells whether the restored state can be staged. */
    public boolean isStagingWritable() {
        return stagingDirectory().equals(root) ? writable : aboveWritable;
    }

    /** Lists the directories above the root that users other than root and the gateway's may write to, outermost first. */
    public List<Path> writableByOthers(FileTrees trees) throws IOException {
        List<Path> open = new ArrayList<>();
        try (DirectoryHandle slash = trees.open(root.getRoot())) {
            for (Path directory = above; directory != null; directory = directory.getParent()) {
                FileState found = slash.state(relative(directory));
                boolean ownedByOther = found.uid() != 0 && found.uid() != trees.userId();
                if (ownedByOther || (found.permissions() & OTHERS_WRITE) != 0 && (found.permissions() & STICKY) == 0) {
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
