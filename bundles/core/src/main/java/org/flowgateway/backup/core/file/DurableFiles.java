package org.flowgateway.backup.core.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Changes to files that are on disk, whole, when the call returns. */
public final class DurableFiles {

    private DurableFiles() {}

    /**
     * Replaces a file's content in one step: after a crash it holds the old bytes or the new ones.
     *
     * @param file the file, made with mode 0600 if it is missing
     * @param content its new bytes
     * @throws IOException if it could not be written; the old content remains, unless it is the last sync that failed
     */
    public static void replace(Path file, byte[] content) throws IOException {
        Path temporary = temporaryFile(file);
        Files.deleteIfExists(temporary);
        try {
            Files.createFile(
                    temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            deleteQuietly(temporary, e);
            throw named(file, e);
        }
    }

    /** Adds the file's name to a channel's failure: a person with a full disk must know which disk. */
    private static IOException named(Path file, IOException failure) {
        if (failure instanceof FileSystemException) {
            return failure;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }

    private static void deleteQuietly(Path temporary, IOException failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Deletes the temporary file that an interrupted replacement left. */
    public static void deleteUnfinished(Path file) throws IOException {
        Files.deleteIfExists(temporaryFile(file));
    }

    /** Deletes a file if it is there. */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            syncDirectory(file.toAbsolutePath().getParent());
        }
    }

    private static Path temporaryFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Moves a file or directory within its file system, in one step. */
    public static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(from.getParent());
        if (!from.getParent().equals(to.getParent())) {
            syncDirectory(to.getParent());
        }
    }

    /** Writes a directory's own entries to disk: names made, moved or deleted in it. */
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
