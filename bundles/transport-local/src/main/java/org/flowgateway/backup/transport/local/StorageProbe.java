package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;

/** Stores an object, reads it back and removes it, under names that no listing shows. */
final class StorageProbe {

    private static final int LENGTH = 512;

    private final ObjectTree tree;
    private final OpenResources files;
    private final Set<Path> living;
    private final Publication publication;

    StorageProbe(ObjectTree tree, OpenResources files, Set<Path> living, Publication publication) {
        this.tree = tree;
        this.files = files;
        this.living = living;
        this.publication = publication;
    }

    /** Proves that the root can hold backups, and finds what its file system enforces. */
    Probe run() throws IOException {
        Path root = tree.root();
        tree.make(root);
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        Path name = root.resolve("probe");
        try (TemporaryFile temporary = new TemporaryFile(TemporaryFile.nameFor(name), living)) {
            if (storeAndReadBack(temporary, TemporaryFile.nameFor(name))) {
                capabilities.add(Capability.EXCLUSIVE_CREATE);
            }
        }
        tree.sync(root);
        OptionalLong free = free(Files.getFileStore(root));
        if (free.isPresent()) {
            capabilities.add(Capability.FREE_SPACE);
        }
        return new Probe(capabilities, free);
    }

    private boolean storeAndReadBack(TemporaryFile temporary, Path object) throws IOException {
        byte[] content = new byte[LENGTH];
        ThreadLocalRandom.current().nextBytes(content);
        FileChannel channel = files.add(temporary.channel());
        // The object is hidden from listings by its name, and from those who look for dead sessions by this.
        living.add(object);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            boolean exclusive = publication.publish(temporary.path(), object) && refusesASecond(temporary.path(), object);
            if (!Arrays.equals(content, Files.readAllBytes(object))) {
                throw new TransportException(FailureKind.INTEGRITY,
                        "What was stored in " + tree.root() + " was read back differently: check the disk");
            }
            return exclusive;
        } finally {
            files.remove(channel);
            Files.deleteIfExists(object);
            living.remove(object);
        }
    }

    private boolean refusesASecond(Path temporary, Path object) throws IOException {
        try {
            publication.publish(temporary, object);
            return false;
        } catch (FileAlreadyExistsException refused) {
            return true;
        }
    }

    private static OptionalLong free(FileStore store) throws IOException {
        // Some network file systems answer 0 of 0 bytes, which says nothing.
        return store.getTotalSpace() == 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(0, store.getUsableSpace()));
    }
}
