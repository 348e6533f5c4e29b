package org.flowgateway.backup.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The folder of what must be kept between starts; readable by the gateway's own user only. */
final class StateDirectory {

    private static final Set<PosixFilePermission> OWNER_ALL = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    private final Path root;

    /**
     * Makes the folder if it is missing, and closes it to others if it is not.
     *
     * @throws IOException if it cannot be made, or not be closed to others
     */
    StateDirectory(Path root) throws IOException {
        this.root = root;
        Path parent = root.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        makePrivate(root);
    }

    /** A folder within, as private as this one. */
    Path directory(String name) throws IOException {
        return makePrivate(root.resolve(name));
    }

    /** The file of this name, whether it exists or not. */
    Path file(String name) {
        return root.resolve(name);
    }

    /** Writes a file that only the gateway's own user can read: after a crash there is the old one or the new one, whole. */
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

    /** Takes an existing file from the eyes of others, as an editor may have left it open to them. */
    static void close(Path file) throws IOException {
        if (!Files.getPosixFilePermissions(file).equals(OWNER_FILE)) {
            Files.setPosixFilePermissions(file, OWNER_FILE);
        }
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
