package org.flowgateway.backup.core.instance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;

/**
 * Exclusive lock on a state directory, held by one instance of the gateway until its last job's thread has ended. Thread-safe.
 *
 * <p>Between processes it is a lock of the operating system on the file {@code lock}. Such a lock belongs to the whole process, and any
 * channel of the file that is closed in the process drops it. So an earlier instance within this process is found before the file is
 * opened: by a system property, which also the classes of an updated bundle see.
 */
public final class StateLock implements AutoCloseable {

    private static final String PROPERTY = "org.flowgateway.backup.state-lock.";
    private static final int MAX_HOLDER_BYTES = 1000;

    private final String property;
    private FileChannel channel;

    private StateLock(String property, FileChannel channel) {
        this.property = property;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param stateDirectory which exists
     * @param started time of this instance's start, for the message that others give
     * @throws StateDirectoryHeldException if another instance holds it, in this process or another one
     * @throws IOException if the lock file cannot be made or locked
     */
    public static StateLock take(Path stateDirectory, Instant started) throws StateDirectoryHeldException, IOException {
        Object identity =
                Files.readAttributes(stateDirectory, BasicFileAttributes.class).fileKey();
        String property = PROPERTY + identity;
        if (System.getProperties().putIfAbsent(property, started.toString()) != null) {
            throw new StateDirectoryHeldException(InstanceMessage.DIRECTORY_HELD_IN_PROCESS.with(stateDirectory));
        }
        try {
            return new StateLock(property, lock(stateDirectory, started));
        } catch (StateDirectoryHeldException | IOException | RuntimeException | Error e) {
            System.getProperties().remove(property);
            throw e;
        }
    }

    private static FileChannel lock(Path stateDirectory, Instant started)
            throws StateDirectoryHeldException, IOException {
        Path file = stateDirectory.resolve("lock");
        FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new StateDirectoryHeldException(
                        InstanceMessage.DIRECTORY_HELD.with(stateDirectory, holder(channel)));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(InstanceName.of(started).getBytes(StandardCharsets.UTF_8)), 0);
            return channel;
        } catch (StateDirectoryHeldException | IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** Reads the name that the holder wrote into the file. The holder may not have written it yet. */
    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_HOLDER_BYTES);
        channel.read(text, 0);
        String holder = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", "?")
                .strip();
        return holder.isEmpty() ? "a process that is just starting" : holder;
    }

    /** Releases the state directory. The file remains: deleting it could let two instances lock two files of that name. */
    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            try {
                channel.close();
            } finally {
                channel = null;
                System.getProperties().remove(property);
            }
        }
    }
}
