package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.protocol.SftpAttributes;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpFileSystemState;
import org.flowgateway.backup.transport.sftp.protocol.SftpReply;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Probes a target: stores an object, reads it back and removes it, under names that listings hide. */
public final class SftpStorageProbe {

    private static final Logger LOG = LoggerFactory.getLogger(SftpStorageProbe.class);
    private static final int LENGTH = 512;
    /** Age, by the server's clock, after which a temporary file is an orphan: no write takes so long. */
    private static final long DEAD_AFTER_SECONDS = 24 * 60 * 60;

    private final SftpClient client;
    private final SftpObjectTree tree;
    private final TemporaryFiles temporaries;
    private final SftpListing listing;
    private final SftpDurability durability;
    private final SftpPublication publication;

    SftpStorageProbe(
            SftpClient client,
            SftpObjectTree tree,
            TemporaryFiles temporaries,
            SftpListing listing,
            SftpDurability durability,
            SftpPublication publication) {
        this.client = client;
        this.tree = tree;
        this.temporaries = temporaries;
        this.listing = listing;
        this.durability = durability;
        this.publication = publication;
    }

    /** Verifies that the root can hold backups, and detects the capabilities. */
    public Probe run() throws IOException {
        String root = tree.root();
        tree.make(root);
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        probeStorage(SftpObjectTree.resolve(root, "probe"), capabilities);
        durability.sync(SftpObjectTree.resolve(root, "probe"));
        if (durability.isGuaranteed()) {
            capabilities.add(Capability.DURABLE);
        }
        Optional<SftpFileSystemState> state = state(root);
        Probe probe = Probe.of(capabilities);
        return state.map(known -> probe.withFreeBytes(known.freeBytes())).orElse(probe);
    }

    /** Returns the file system's state, empty if the server offers it and then refuses: it is only for information. */
    private Optional<SftpFileSystemState> state(String root) throws IOException {
        try {
            return client.fileSystem(root);
        } catch (TransportException e) {
            throw e;
        } catch (IOException e) {
            LOG.info("The free space of {} is not known: {}", tree.displayName(), e.getMessage());
            return Optional.empty();
        }
    }

    private void probeStorage(String name, Set<Capability> capabilities) throws IOException {
        byte[] content = new byte[LENGTH];
        ThreadLocalRandom.current().nextBytes(content);
        String temporary = TemporaryName.of(name);
        byte[] handle = open(temporary);
        try {
            removeOrphans(write(handle, content, temporary).modified());
            probePublication(temporary, TemporaryName.of(name), content, capabilities);
        } finally {
            temporaries.discard(client, temporary);
        }
    }

    private void probePublication(String temporary, String object, byte[] content, Set<Capability> capabilities)
            throws IOException {
        temporaries.add(object);
        boolean linked;
        try {
            linked = publication.publish(temporary, object) == SftpPublication.Outcome.LINKED;
        } catch (IOException e) {
            temporaries.creationFailed(object, e);
            throw e;
        }
        try {
            verify(content, object);
            if (linked) {
                capabilities.add(Capability.LINK);
            }
            if (linked && refusesOverwrite(temporary, object)) {
                capabilities.add(Capability.EXCLUSIVE_CREATE);
            }
        } finally {
            temporaries.discard(client, object);
        }
    }

    private byte[] open(String path) throws IOException {
        temporaries.add(path);
        try {
            return client.open(path, SftpClient.CREATE_NEW);
        } catch (IOException e) {
            temporaries.creationFailed(path, e);
            throw e;
        }
    }

    private SftpAttributes write(byte[] handle, byte[] content, String path) throws IOException {
        client.await(client.write(handle, 0, content, content.length)).ok();
        Optional<CompletableFuture<SftpReply>> synced = durability.beginFileSync(handle);
        CompletableFuture<SftpReply> closed = client.close(handle);
        durability.finishFileSync(path, synced);
        client.await(closed).ok();
        return client.lookup().lstat(path).orElseThrow(() -> new SftpStatus(SftpStatus.NO_SUCH_FILE, ""));
    }

    private boolean refusesOverwrite(String temporary, String object) throws IOException {
        return !publication.link(temporary, object);
    }

    private void verify(byte[] content, String path) throws IOException {
        byte[] handle = client.open(path, SftpClient.READ);
        ByteBuffer read = client.await(client.read(handle, 0, content.length)).data();
        client.await(client.close(handle)).ok();
        if (!read.equals(ByteBuffer.wrap(content))) {
            throw SftpMessage.READ_BACK_DIFFERS.exception(tree.displayName());
        }
    }

    private void removeOrphans(long now) throws IOException {
        List<String> dead = listing.temporaries(tree.root()).stream()
                .filter(entry ->
                        entry.attributes().modified() > 0 && entry.attributes().modified() < now - DEAD_AFTER_SECONDS)
                .map(entry -> SftpObjectTree.resolve(tree.root(), entry.name()))
                .filter(path -> !temporaries.isActive(path))
                .toList();
        temporaries.remove(client, dead);
    }
}
