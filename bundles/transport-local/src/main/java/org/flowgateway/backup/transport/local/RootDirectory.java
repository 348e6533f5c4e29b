package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.SymbolicLinkException;

/**
 * Directory of a session, opened once: all calls are relative to the open handle. Each use checks that the path still leads to the same
 * directory, so no object is stored where other sessions cannot find it. One thread at a time.
 */
final class RootDirectory {

    /** Mode of created directories: access for the owner only. */
    static final int OWNER_ONLY = 0700;

    private final Path path;
    private final FileTrees trees;
    private final OpenResources files;
    private DirectoryHandle held;

    /**
     * @param path real path, symbolic links resolved; it may be missing
     * @param files closes the handle with the session
     */
    RootDirectory(Path path, FileTrees trees, OpenResources files) {
        this.path = path;
        this.trees = trees;
        this.files = files;
    }

    Path path() {
        return path;
    }

    /**
     * Opens the directory; the session closes it.
     *
     * @return empty if it is missing
     * @throws TransportException {@link FailureKind#DENIED} if the path leads through a symbolic link or to a file, {@link
     *     FailureKind#UNKNOWN} if it leads to another directory than at the first use
     */
    Optional<DirectoryHandle> find() throws IOException {
        try {
            if (held == null) {
                held = files.add(open(path));
            } else {
                checkHeld();
            }
            return Optional.of(held);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** Opens the directory; creates it and its missing parents, for the owner only. */
    DirectoryHandle make() throws IOException {
        Optional<DirectoryHandle> present = find();
        if (present.isEmpty()) {
            held = files.add(made());
        }
        return held;
    }

    private void checkHeld() throws IOException {
        try (DirectoryHandle now = open(path)) {
            if (!now.state().isSameFile(held.state())) {
                throw replaced(null);
            }
        } catch (NoSuchFileException e) {
            throw replaced(e);
        }
    }

    private DirectoryHandle made() throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        DirectoryHandle current = null;
        for (Path step = path; current == null; step = step.getParent()) {
            try {
                current = open(step);
            } catch (NoSuchFileException absent) {
                missing.push(step);
            }
        }
        while (!missing.isEmpty()) {
            try (DirectoryHandle parent = current) {
                current = madeIn(parent, missing.pop());
            }
        }
        return current;
    }

    private DirectoryHandle madeIn(DirectoryHandle parent, Path step) throws IOException {
        String name = step.getFileName().toString();
        try {
            parent.createDirectory(name, OWNER_ONLY);
        } catch (FileAlreadyExistsException raced) {
            // Another session created it; the following open fails if it is no directory.
        }
        parent.sync();
        try {
            return parent.openDirectory(name);
        } catch (NotDirectoryException | SymbolicLinkException e) {
            throw obstacle(step, e);
        }
    }

    private DirectoryHandle open(Path directory) throws IOException {
        try {
            return trees.open(directory);
        } catch (NotDirectoryException | SymbolicLinkException e) {
            throw obstacle(directory, e);
        }
    }

    private IOException obstacle(Path directory, IOException cause) throws IOException {
        try (DirectoryHandle top = trees.open(Path.of("/"))) {
            return PathObstacle.find(top, directory.toString().substring(1))
                    .map(PathObstacle::notDirectory)
                    .map(IOException.class::cast)
                    .orElse(cause);
        }
    }

    private TransportException replaced(IOException cause) {
        return LocalMessage.ROOT_REPLACED.causedBy(cause, path);
    }
}
