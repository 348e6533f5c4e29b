package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.SymbolicLinkException;

/**
 * The directories below a session's root. Their paths are relative to it, with {@code /}, and "" for the root itself; no symbolic link is
 * followed.
 */
final class LocalObjectTree {

    private final RootDirectory root;

    LocalObjectTree(RootDirectory root) {
        this.root = root;
    }

    /** Returns the root. */
    RootDirectory root() {
        return root;
    }

    /** Returns an object's path, for messages. */
    Path displayPath(ObjectName name) {
        return root.path().resolve(name.value());
    }

    /** Returns the directory of an object. */
    static String directoryOf(ObjectName name) {
        return parentOf(name.value());
    }

    /** Returns an object's name in its directory. */
    static String nameInDirectory(ObjectName name) {
        return name.value().substring(name.value().lastIndexOf('/') + 1);
    }

    private static String parentOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /**
     * Finds the file at a path, without following it if it is a symbolic link.
     *
     * @return empty if there is no such file, or if a component above it is missing or a file
     * @throws TransportException {@link FailureKind#DENIED} if the path leads through a symbolic link, or the root is no directory: files
     *     below it are unknown then
     */
    Optional<FileState> find(String path) throws IOException {
        Optional<DirectoryHandle> directory = root.find();
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        try {
            return directory.get().find(path);
        } catch (NotDirectoryException | SymbolicLinkException e) {
            PathObstacle obstacle = PathObstacle.find(directory.get(), path).orElseThrow(() -> e);
            if (obstacle.state().isSymlink()) {
                throw obstacle.blocksStoring();
            }
            return Optional.empty();
        }
    }

    /**
     * Creates a directory and its missing parents.
     *
     * @param created receives each directory that this call creates, parents first
     * @return the directory, which the caller closes
     * @throws NoSuchFileException if another session removed one of them meanwhile
     */
    DirectoryHandle make(String directory, List<String> created) throws IOException {
        DirectoryHandle top = root.make();
        try {
            try {
                return top.openDirectory(directory);
            } catch (NoSuchFileException missing) {
                makeAll(top, directory, created);
                return top.openDirectory(directory);
            }
        } catch (NotDirectoryException | SymbolicLinkException e) {
            throw PathObstacle.find(top, directory)
                    .map(PathObstacle::blocksStoring)
                    .map(IOException.class::cast)
                    .orElse(e);
        }
    }

    private static void makeAll(DirectoryHandle top, String directory, List<String> created) throws IOException {
        for (int end = directory.indexOf('/'); end >= 0; end = directory.indexOf('/', end + 1)) {
            makeOne(top, directory.substring(0, end), created);
        }
        makeOne(top, directory, created);
    }

    private static void makeOne(DirectoryHandle top, String directory, List<String> created) throws IOException {
        try {
            top.createDirectory(directory, RootDirectory.OWNER_ONLY);
            created.add(directory);
        } catch (FileAlreadyExistsException present) {
            // It existed, or another session created it; the following open fails if it is no directory.
        }
    }

    /**
     * Removes directories that {@link #make} created, as far as they are empty: another session may store in one by now.
     *
     * @param created parents first
     */
    void removeCreated(List<String> created) throws IOException {
        DirectoryHandle top = root.make();
        boolean removed = true;
        for (int last = created.size() - 1; removed && last >= 0; last--) {
            removed = isRemoved(top, created.get(last));
        }
    }

    /** Removes a directory and its parents as far as they are empty, and syncs the change; the root stays. */
    void prune(String directory, OrphanedFiles orphans) throws IOException {
        Optional<DirectoryHandle> top = root.find();
        if (top.isEmpty()) {
            return;
        }
        for (String step = directory; !step.isEmpty(); step = parentOf(step)) {
            try (DirectoryHandle handle = top.get().openDirectory(step)) {
                orphans.removeIfOnlyOrphans(handle);
                if (!isRemoved(top.get(), step)) {
                    handle.sync();
                    return;
                }
            } catch (NoSuchFileException | NotDirectoryException absent) {
                continue; // A parent may be empty even if this directory is missing.
            }
        }
        top.get().sync();
    }

    private static boolean isRemoved(DirectoryHandle top, String directory) throws IOException {
        try {
            top.deleteDirectory(directory);
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (DirectoryNotEmptyException inUse) {
            return false;
        }
    }

    /**
     * Syncs a directory and its parents up to the root.
     *
     * @param handle the directory, open
     * @throws org.flowgateway.backup.tree.FileReplacedException if another directory has its name now
     */
    void sync(String directory, DirectoryHandle handle) throws IOException {
        handle.sync();
        DirectoryHandle top = root.make();
        if (directory.isEmpty()) {
            return;
        }
        for (String step = parentOf(directory); !step.isEmpty(); step = parentOf(step)) {
            try (DirectoryHandle above = top.openDirectory(step)) {
                above.sync();
            }
        }
        top.sync();
        top.openDirectory(directory, handle.state()).close();
    }
}
