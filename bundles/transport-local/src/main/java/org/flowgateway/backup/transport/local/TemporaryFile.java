package org.flowgateway.backup.transport.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.OpenFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporary file beside the final name: a dot, that name, {@code ~}, 16 hexadecimal digits, {@code .tmp}. No object can have such a name.
 * Closing it removes the temporary name. One thread, but the session may close the file itself.
 */
final class TemporaryFile implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFile.class);
    private static final Pattern NAME = Pattern.compile("\\.[a-z0-9_-][a-z0-9._-]*~[0-9a-f]{16}\\.tmp");
    private static final int OWNER_ONLY = 0600;

    private final DirectoryHandle directory;
    private final String name;
    private final OpenResources files;
    private final Set<String> active;
    private final OpenFile file;
    private long length;

    /**
     * Creates and locks the file; the lock shows other processes that its writer is active.
     *
     * @param directory directory of the file; stays open longer than this
     * @param object final name
     * @param files closes the file with the session
     * @param active paths that this process is writing, which never count as orphans, not even before the lock
     * @throws NoSuchFileException if another session removed it before it was locked, or its directory
     */
    TemporaryFile(DirectoryHandle directory, String object, OpenResources files, Set<String> active)
            throws IOException {
        this.directory = directory;
        this.files = files;
        this.active = active;
        name = nameFor(object);
        active.add(path());
        try {
            file = directory.createFile(name, OWNER_ONLY);
        } catch (IOException e) {
            active.remove(path());
            throw e;
        }
        try {
            files.add(file);
            if (!isLocked()) {
                throw new NoSuchFileException(path());
            }
        } catch (IOException e) {
            remove(e);
            throw e;
        }
    }

    /** Returns true if the file is locked, or the file system has no locks: no session removes it as an orphan then. */
    private boolean isLocked() throws IOException {
        files.check();
        try {
            return file.tryLock();
        } catch (IOException e) {
            LOG.debug("{} could not be locked", name, e);
            return true;
        }
    }

    /** Creates a temporary name for a final name. */
    static String nameFor(String object) {
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return '.' + object + '~' + random + ".tmp";
    }

    /** Returns true for names that {@link #nameFor} creates. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private String path() {
        return directory.path() + "/" + name;
    }

    String name() {
        return name;
    }

    /** Writes at the end of the file. */
    void append(ByteBuffer bytes) throws IOException {
        long count = bytes.remaining();
        file.write(bytes, length);
        length += count;
    }

    /** Syncs the content. */
    void sync() throws IOException {
        file.sync();
    }

    private void remove(IOException cause) {
        try {
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            // The name is removed before the lock.
            directory.deleteFile(name);
        } catch (NoSuchFileException gone) {
            LOG.trace("{} got its name by a rename, or was removed", name);
        } finally {
            files.remove(file);
            active.remove(path());
        }
    }
}
