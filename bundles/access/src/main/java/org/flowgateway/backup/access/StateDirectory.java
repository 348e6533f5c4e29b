package org.flowgateway.backup.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Directory of state that must survive restarts; readable by the gateway's own user only. */
final class StateDirectory {

    private static final Set<PosixFilePermission> OWNER_ALL = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    private final Path root;

    /**
     * Creates the directory if it is missing, and restricts its permissions to the owner.
     *
     * @throws IOException if it cannot be created or restricted
     */
    StateDirectory(Path root) throws IOException {
        this.root = root;
        Path parent = root.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        makePrivate(root);
    }

    /** Returns a subdirectory, created with the same permissions. */
    Path directory(String name) throws IOException {
        return makePrivate(root.resolve(name));
    }

    /** Returns the path of a file, whether it exists or not. */
    Path file(String name) {
        return root.resolve(name);
    }

    /** Writes a file that only the gateway's own user can read. After a crash the file has the old or the new content, complete. */
    static void write(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(
                temporary, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), only(OWNER_FILE))) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Restricts an existing file to its owner, since an editor may have widened its permissions. */
    static void close(Path file) throws IOException {
        if (!Files.getPosixFilePermissions(file).equals(OWNER_FILE)) {
            Files.setPosixFilePermissions(file, OWNER_FILE);
        }
    }

    /** Returns the reason of a failure in words, with the file unless the operating system named none. */
    static String reason(IOException failure) {
        if (!(failure instanceof FileSystemException named) || named.getFile() == null) {
            return String.valueOf(failure.getMessage());
        }
        if (named instanceof AccessDeniedException) {
            return named.getFile() + ": no permission";
        }
        if (named instanceof NoSuchFileException) {
            return named.getFile() + ": there is no such file";
        }
        if (named instanceof FileAlreadyExistsException) {
            return named.getFile() + ": it is not a directory";
        }
        return named.getReason() == null ? named.getFile() : named.getFile() + ": " + named.getReason();
    }

    private static Path makePrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, only(OWNER_ALL));
        }
        if (!Files.getPosixFilePermissions(directory).equals(OWNER_ALL)) {
            Files.setPosixFilePermissions(directory, OWNER_ALL);
        }
        return directory;
    }

    private static FileAttribute<Set<PosixFilePermission>> only(Set<PosixFilePermission> permissions) {
        return PosixFilePermissions.asFileAttribute(permissions);
    }
}
