package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileSystemSpace;
import org.flowgateway.backup.tree.OpenFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Probes a directory: stores an object, reads it back and removes it, under names that listings hide. */
final class LocalStorageProbe {

    private static final Logger LOG = LoggerFactory.getLogger(LocalStorageProbe.class);
    private static final int LENGTH = 512;
    private static final String NAME = "probe";

    private final RootDirectory root;
    private final OpenResources files;
    private final Set<String> active;

    LocalStorageProbe(RootDirectory root, OpenResources files, Set<String> active) {
        this.root = root;
        this.files = files;
        this.active = active;
    }

    /** Verifies that the root can hold backups, and detects the capabilities of its file system. */
    Probe run() throws IOException {
        DirectoryHandle directory = root.make();
        Set<Capability> capabilities = storeAndReadBack(directory, TemporaryFile.nameFor(NAME));
        directory.sync();
        // The file system has synced both content and names; otherwise the probe would have failed, like each put.
        capabilities.add(Capability.DURABLE);
        OptionalLong free = free(directory);
        Probe probe = Probe.of(capabilities);
        return free.isPresent() ? probe.withFreeBytes(free.getAsLong()) : probe;
    }

    /** Stores and reads an object under a name that listings hide, and returns what the file system did for it. */
    private Set<Capability> storeAndReadBack(DirectoryHandle directory, String object) throws IOException {
        byte[] content = new byte[LENGTH];
        ThreadLocalRandom.current().nextBytes(content);
        // The lock covers each name of the file, so no session removes the object as an orphan.
        try (TemporaryFile temporary = new TemporaryFile(directory, NAME, files, active)) {
            temporary.append(ByteBuffer.wrap(content));
            temporary.sync();
            Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
            if (LocalPublication.publish(directory, temporary.name(), object) && refusesOverwrite(directory, object)) {
                capabilities.add(Capability.EXCLUSIVE_CREATE);
            }
            if (readBack(directory, object, content)) {
                capabilities.add(Capability.LINK);
            }
            return capabilities;
        } finally {
            remove(directory, object);
        }
    }

    private boolean refusesOverwrite(DirectoryHandle directory, String object) throws IOException {
        try (TemporaryFile second = new TemporaryFile(directory, NAME, files, active)) {
            LocalPublication.publish(directory, second.name(), object);
            return false;
        } catch (FileAlreadyExistsException refused) {
            return true;
        }
    }

    /**
     * Reads the object back.
     *
     * @return {@code true} if it could also be linked
     */
    private boolean readBack(DirectoryHandle directory, String object, byte[] content) throws IOException {
        OpenFile file = files.add(directory.openFile(object));
        try (file) {
            if (!Arrays.equals(content, file.stream().readNBytes(LENGTH + 1))) {
                throw LocalMessage.READ_BACK_DIFFERS.exception(root.path());
            }
            return isLinkable(directory, file);
        } finally {
            files.remove(file);
        }
    }

    /** Links the object. A failure is no failure of the probe: backups can be stored without links. */
    private static boolean isLinkable(DirectoryHandle directory, OpenFile file) throws IOException {
        String name = TemporaryFile.nameFor(NAME);
        try {
            return LocalPublication.isLinked(directory, file, name);
        } catch (FileSystemException e) {
            LOG.debug("Links in {} fail", directory.path(), e);
            return false;
        } finally {
            remove(directory, name);
        }
    }

    private static void remove(DirectoryHandle directory, String object) throws IOException {
        try {
            directory.deleteFile(object);
        } catch (NoSuchFileException absent) {
            LOG.trace("{} was never stored", object);
        }
    }

    /** Returns the free bytes; empty if the file system does not report them. */
    private static OptionalLong free(DirectoryHandle directory) {
        try {
            FileSystemSpace space = directory.space();
            // Some network file systems answer 0 of 0 bytes, which says nothing.
            return space.totalBytes() == 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(0, space.usableBytes()));
        } catch (IOException e) {
            LOG.debug("The space of the file system of {} is unknown", directory.path(), e);
            return OptionalLong.empty();
        }
    }
}
