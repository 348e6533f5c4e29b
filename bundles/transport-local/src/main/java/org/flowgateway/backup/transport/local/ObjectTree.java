package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;

/** The directories below a session's root. They are gone through step by step from the root, so that no symbolic link leads out of it. */
final class ObjectTree {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;

    /** @param root a real path, its symbolic links resolved; it may be missing */
    ObjectTree(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path path(ObjectName name) {
        return root.resolve(name.value());
    }

    /**
     * Looks at what lies at a path, without following it if it is a link.
     *
     * @return empty if there is nothing, or if something on the way to it is missing or a file
     * @throws TransportException {@link FailureKind#DENIED} if the way leads through a symbolic link, or the root is no directory: of what
     *         would lie below it nothing can be said then
     */
    Optional<BasicFileAttributes> find(Path path) throws IOException {
        try {
            for (Path step : way(path)) {
                BasicFileAttributes attributes = look(step);
                if (step.equals(path)) {
                    return Optional.of(attributes);
                }
                if (attributes.isSymbolicLink()) {
                    throw link(step);
                }
                if (!attributes.isDirectory()) {
                    if (step.equals(root)) {
                        throw fileAsRoot();
                    }
                    return Optional.empty();
                }
            }
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
        throw new IllegalArgumentException(path + " is not below " + root);
    }

    /**
     * Makes a directory and what is missing above it.
     *
     * @throws NoSuchFileException if somebody else removed one of them meanwhile
     */
    void make(Path directory) throws IOException {
        makeAbove(root);
        for (Path step : way(directory)) {
            try {
                require(step);
            } catch (NoSuchFileException missing) {
                create(step);
            }
        }
    }

    /** Removes a directory and those above it as far as they are empty; the root stays. What changed is on the disk afterwards. */
    void prune(Path directory, Leftovers leftovers) throws IOException {
        for (Path step = directory; !step.equals(root); step = step.getParent()) {
            if (Files.isDirectory(step, LinkOption.NOFOLLOW_LINKS)) {
                leftovers.clearIfAlone(step);
                if (!isRemoved(step) && syncIfThere(step)) {
                    return;
                }
            }
        }
        syncIfThere(root);
    }

    /** Brings a directory's entries, and those of the directories above it up to the root, to the disk. */
    void sync(Path directory) throws IOException {
        for (Path step : way(directory)) {
            force(step);
        }
    }

    private static boolean isRemoved(Path directory) throws IOException {
        try (DirectoryStream<Path> parent = Files.newDirectoryStream(directory.getParent())) {
            if (parent instanceof SecureDirectoryStream<Path> secure) {
                // Removes directories only: Files.delete would also remove an object that just took the name.
                secure.deleteDirectory(directory.getFileName());
            } else {
                Files.delete(directory);
            }
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (DirectoryNotEmptyException inUse) {
            return false;
        }
    }

    private static boolean syncIfThere(Path directory) throws IOException {
        try {
            force(directory);
            return true;
        } catch (NoSuchFileException removed) {
            return false;
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            channel.force(true);
        }
    }

    private void makeAbove(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null && !Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
            makeAbove(parent);
            create(parent);
        }
    }

    private void create(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, OWNER_ONLY);
        } catch (FileAlreadyExistsException raced) {
            require(directory);
            return;
        }
        force(directory.getParent());
    }

    private void require(Path directory) throws IOException {
        BasicFileAttributes attributes = look(directory);
        if (attributes.isSymbolicLink()) {
            throw link(directory);
        }
        if (!attributes.isDirectory()) {
            if (directory.equals(root)) {
                throw fileAsRoot();
            }
            throw new TransportException(FailureKind.ALREADY_EXISTS, directory + " is a file, so nothing can be stored below it: remove it");
        }
    }

    private static BasicFileAttributes look(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static TransportException link(Path path) {
        return new TransportException(FailureKind.DENIED,
                path + " is a symbolic link, and links are not followed where backups lie: put a directory in its place");
    }

    TransportException fileAsRoot() {
        return new TransportException(FailureKind.DENIED, root + " is a file, not a directory: put a directory in its place");
    }

    /** The root, each directory below it on the way, and the path itself. */
    private Deque<Path> way(Path path) {
        Deque<Path> way = new ArrayDeque<>();
        for (Path step = path; !step.equals(root); step = step.getParent()) {
            way.addFirst(step);
        }
        way.addFirst(root);
        return way;
    }
}
