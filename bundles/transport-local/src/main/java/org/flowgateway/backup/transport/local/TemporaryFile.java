package org.flowgateway.backup.transport.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is written under a name of its own, beside the one it will get: a dot, that name, {@code ~}, 16 hexadecimal digits,
 * {@code .tmp}. No object can have such a name. When it is closed, the name is gone.
 */
final class TemporaryFile implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFile.class);
    private static final Pattern NAME = Pattern.compile("\\.[a-z0-9_-][a-z0-9._-]*~[0-9a-f]{16}\\.tmp");
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final Set<Path> living;
    private final FileChannel channel;

    /**
     * Makes the file and locks it, which tells other processes that its writer lives.
     *
     * @param path its name
     * @param living where this process keeps the names it is writing
     */
    TemporaryFile(Path path, Set<Path> living) throws IOException {
        this.path = path;
        this.living = living;
        living.add(path);
        try {
            channel = FileChannel.open(path, NEW, OWNER_ONLY);
        } catch (IOException | RuntimeException e) {
            living.remove(path);
            throw e;
        }
        lock();
    }

    private void lock() {
        try {
            channel.tryLock();
        } catch (IOException | OverlappingFileLockException e) {
            // Without the lock the file may be taken for a dead session's and removed; its writer then writes anew.
            LOG.debug("{} could not be locked", path, e);
        }
    }

    /** A temporary name for a file that will be stored under the given one. */
    static Path nameFor(Path file) {
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return file.resolveSibling('.' + file.getFileName().toString() + '~' + random + ".tmp");
    }

    /** Whether a file of that name is one of ours. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    Path path() {
        return path;
    }

    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            // The name goes before the lock does.
            Files.deleteIfExists(path);
        } finally {
            living.remove(path);
        }
    }
}
