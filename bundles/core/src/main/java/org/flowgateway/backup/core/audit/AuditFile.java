package org.flowgateway.backup.core.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Append-only file of lines with mode 0600, and its predecessors: {@code NAME}, {@code NAME.1} (the newest of them) and so on. Its size and
 * their number are bounded. Not thread-safe.
 */
final class AuditFile {

    private static final Set<OpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path file;
    private final long maxBytes;
    private final int maxPredecessors;

    /**
     * @param maxBytes size at which the file becomes the newest predecessor
     * @param maxPredecessors number of predecessors that are kept
     */
    AuditFile(Path file, long maxBytes, int maxPredecessors) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.maxPredecessors = maxPredecessors;
    }

    /**
     * Appends a line, which is on disk when this returns.
     *
     * @param line with its end
     * @throws IOException if it could not be written whole; nothing of it is left then
     */
    void append(byte[] line) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) + line.length > maxBytes) {
            rotate();
        }
        try (FileChannel channel = FileChannel.open(
                file, OPTIONS, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            long end = channel.size();
            try {
                if (!endsWithLine(channel, end)) {
                    write(channel, end, new byte[] {'\n'
                    }); // A crash truncated the last line: the next one must not be appended to it.
                }
                write(channel, channel.size(), line);
                channel.force(false);
            } catch (IOException e) {
                channel.truncate(end);
                throw e.getMessage() == null || e instanceof FileSystemException ? e : named(e);
            }
        }
    }

    private FileSystemException named(IOException failure) {
        FileSystemException named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }

    private static boolean endsWithLine(FileChannel channel, long size) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return size == 0 || channel.read(last, size - 1) == 1 && last.get(0) == '\n';
    }

    private static void write(FileChannel channel, long position, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
    }

    private void rotate() throws IOException {
        for (int number = maxPredecessors - 1; number > 0; number--) {
            if (Files.exists(predecessor(number), LinkOption.NOFOLLOW_LINKS)) {
                Files.move(predecessor(number), predecessor(number + 1), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.move(file, predecessor(1), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path predecessor(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
