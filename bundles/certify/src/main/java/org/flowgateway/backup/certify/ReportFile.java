package org.flowgateway.backup.certify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.apache.karaf.shell.support.CommandException;

/** New file of the gateway's host that receives a report, readable by the gateway's user only. It never replaces a file. */
final class ReportFile {

    private final Path file;

    private ReportFile(Path file) {
        this.file = file;
    }

    /**
     * Checks a name before the run, which takes minutes.
     *
     * @param name absolute, or relative to the gateway's working directory
     * @throws CommandException if no file can be created there
     */
    static ReportFile of(String name) throws CommandException {
        Path file = path(name);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw CertifyMessage.REPORT_EXISTS.exception(file);
        }
        if (!Files.isWritable(file.getParent())) {
            throw CertifyMessage.REPORT_NOT_WRITABLE.exception(file);
        }
        return new ReportFile(file);
    }

    private static Path path(String name) throws CommandException {
        try {
            Path file = Path.of(name).toAbsolutePath();
            if (file.getParent() != null && Files.isDirectory(file.getParent())) {
                return file;
            }
            throw CertifyMessage.REPORT_NAME_INVALID.exception(name);
        } catch (InvalidPathException e) {
            throw CertifyMessage.REPORT_NAME_INVALID.causedBy(e, name.replaceAll("\\p{Cc}", " "));
        }
    }

    /** Returns the absolute path. */
    Path path() {
        return file;
    }

    /**
     * Creates the file with its whole content.
     *
     * @throws CommandException if it exists by now, or cannot be written
     */
    void write(String content) throws CommandException {
        Path temporary = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
        try {
            try {
                writeDurably(temporary, content);
                // Unlike a rename, a link replaces no file.
                Files.createLink(file, temporary);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (FileAlreadyExistsException e) {
            throw CertifyMessage.REPORT_EXISTS.causedBy(e, file);
        } catch (IOException | UnsupportedOperationException e) {
            throw CertifyMessage.REPORT_NOT_WRITTEN.causedBy(e, file, reason(e));
        }
    }

    private static void writeDurably(Path temporary, String content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "its directory no longer exists";
        }
        if (e instanceof AccessDeniedException) {
            return "the gateway's user has no write permission on its directory";
        }
        return e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : "its file system refuses it";
    }
}
