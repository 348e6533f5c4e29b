package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.SymbolicLinkException;

/** The directories below a session's root. Their paths are relative to it, with {@code /}, and "" for the root itself; no symbolic link is followed. */
final class LocalObjectTree {

    private final RootDirectory root;

    LocalObjectTree(RootDirectory root) {
        this.root = root;
    }

    /** The root itself. */
    RootDirectory root() {
        return root;
    }

    /** An object's place, for messages. */
    Path displayPath(ObjectName name) {
        return root.path().resolve(name.value());
    }

    /** The directory that an object is in. */
    static String directoryOf(ObjectName name) {
        return parentOf(name.value());
    }

    /** The object's name in its directory. */
    static String nameInDirectory(ObjectName name) {
        return name.value().substring(name.value().lastIndexOf('/') + 1);
    }

    private static String parentOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /**
     * Looks at what is at a path, without following it if it is a link.
     *
     * @return empty if there is nothing, or if something on the way to it is missing or a file
     * @throws TransportException {@link FailureKind#DENIED} if the way leads over a symbolic link, or the root is no directory: nothing can be
     *         said of what would be below it then
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
     * Makes a directory and what is missing above it.
     *
     * @return the directory, which the caller closes
     * @throws NoSuchFileException if somebody else removed one of them meanwhile
     */
    DirectoryHandle make(String directory) throws IOException {
        DirectoryHandle top = root.make();
        try {
            try {
                return top.openDirectory(directory);
            } catch (NoSuchFileException missing) {
                makeAll(top, directory);
                return top.openDirectory(directory);
            }
        } catch (NotDirectoryException | SymbolicLinkException e) {
            throw PathObstacle.find(top, directory)
                    .map(PathObstacle::blocksStoring)
                    .map(IOException.class::cast)
                    .orElse(e);
        }
    }

    private static void makeAll(DirectoryHandle top, String directory) throws IOException {
        for (int end = directory.indexOf('/'); end >= 0; end = directory.indexOf('/', end + 1)) {
            makeOne(top, directory.substring(0, end));
        }
        makeOne(top, directory);
    }

    private static void makeOne(DirectoryHandle top, String directory) throws IOException {
        try {
            top.createDirectory(directory, RootDirectory.OWNER_ONLY);
        } catch (FileAlreadyExistsException present) {
            // Made by somebody else, or there all the time; the opening that follows tells if it is a directory.
        }
    }

    /** Removes a directory and those above it as far as they are empty; the root stays. What changed is on the disk afterwards. */
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
                continue; // There is no such directory; one above it may be empty all the same.
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
     * Brings a directory's entries, and those of the directories above it up to the root, to the disk.
     *
     * @param handle the directory, open
     * @throws org.flowgateway.backup.tree.FileReplacedException if another directory has its name by now
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
