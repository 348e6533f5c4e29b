package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.protocol.SftpAttributes;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpReply;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;

/** Stores objects: writes under a temporary name, checks the length, syncs, and only then publishes the name. */
public final class SftpObjectWriter {

    /** Maximum of attempts. Each needs a removal by another session at that moment, so only a fault reaches it. */
    static final int MAX_REMOVALS = 64;
    /** Requests in flight: more than a channel's window, so a connection with high latency is never idle. */
    private static final int AHEAD = 128;

    private final SftpClient client;
    private final SftpObjectTree tree;
    private final TemporaryFiles temporaries;
    private final SftpPublication publication;
    private final SftpDiagnosis diagnosis;
    private final SftpDurability durability;
    private final StoredFileLength lengths;

    SftpObjectWriter(
            SftpClient client,
            SftpObjectTree tree,
            TemporaryFiles temporaries,
            SftpDiagnosis diagnosis,
            SftpDurability durability,
            SftpPublication publication) {
        this.client = client;
        this.tree = tree;
        this.temporaries = temporaries;
        this.diagnosis = diagnosis;
        this.durability = durability;
        this.publication = publication;
        lengths = new StoredFileLength(client);
    }

    /**
     * Stores an object durably, or finds that the same content is already stored.
     *
     * @throws TransportException if the source does not match its declaration, or the name is taken by other content
     */
    public void put(ObjectName name, ObjectSource source) throws IOException {
        // Not a retry of a server failure: a concurrent delete may remove the directory while it is still empty.
        for (int removals = 0; removals < MAX_REMOVALS; removals++) {
            try {
                if (tryPut(name, source)) {
                    return;
                }
            } catch (SftpStatus status) {
                if (!status.isAbsence()) {
                    throw status;
                }
            }
        }
        throw SftpMessage.DIRECTORY_REMOVED.exception(name.value(), tree.displayName());
    }

    private boolean tryPut(ObjectName name, ObjectSource source) throws IOException {
        Optional<SftpAttributes> present = tree.find(tree.path(name));
        if (present.isPresent()) {
            checkExisting(name, source, present.get());
            durability.sync(tree.path(name));
            return true;
        }
        return tryCreate(name, source);
    }

    private boolean tryCreate(ObjectName name, ObjectSource source) throws IOException {
        String path = tree.path(name);
        String temporary = TemporaryName.of(path);
        byte[] handle = open(temporary);
        List<SftpDurability.Opened> directories;
        try {
            write(name, source, handle, temporary);
            // A name that was taken meanwhile is treated as if it had been taken from the start.
            if (publication.publish(temporary, path) == SftpPublication.Outcome.TAKEN) {
                return false;
            }
            directories = durability.begin(path);
        } catch (SftpStatus status) {
            throw status.isAbsence() ? status : diagnosis.of(status, "Storing " + name);
        } finally {
            temporaries.discard(client, temporary);
        }
        durability.finish(path, directories);
        return true;
    }

    private byte[] open(String temporary) throws IOException {
        temporaries.add(temporary);
        try {
            return create(temporary);
        } catch (IOException e) {
            temporaries.creationFailed(temporary, e);
            throw e;
        }
    }

    private byte[] create(String temporary) throws IOException {
        try {
            return client.open(temporary, SftpClient.CREATE_NEW);
        } catch (SftpStatus status) {
            // Servers report a missing directory, or a file in its place, by various codes.
            boolean wasMissing = !tree.make(temporary.substring(0, temporary.lastIndexOf('/')))
                    .isEmpty();
            if (!status.isAbsence() && !wasMissing) {
                throw status;
            }
            return client.open(temporary, SftpClient.CREATE_NEW);
        }
    }

    private void write(ObjectName name, ObjectSource source, byte[] handle, String temporary) throws IOException {
        Queue<CompletableFuture<SftpReply>> asked = new ArrayDeque<>();
        boolean whole = false;
        try (DeclaredContent content = new DeclaredContent(name, source)) {
            byte[] buffer = new byte[SftpObjectStream.CHUNK];
            for (int count = content.fill(buffer); count > 0; count = content.fill(buffer)) {
                asked.add(client.write(handle, content.length() - count, buffer, count));
                if (asked.size() == AHEAD) {
                    client.await(asked.remove()).ok();
                }
            }
            content.check();
            for (CompletableFuture<SftpReply> written : asked) {
                client.await(written).ok();
            }
            whole = true;
        } finally {
            if (!whole) {
                CompletableFuture<SftpReply> unused = client.close(handle);
            }
        }
        finish(name, source, handle, temporary);
    }

    private void finish(ObjectName name, ObjectSource source, byte[] handle, String temporary) throws IOException {
        Optional<CompletableFuture<SftpReply>> synced = durability.beginFileSync(handle);
        Optional<CompletableFuture<SftpReply>> lengthReply = lengths.ask(handle);
        CompletableFuture<SftpReply> closed = client.close(handle);
        durability.finishFileSync(temporary, synced);
        client.await(closed).ok();
        long length = lengths.written(temporary, lengthReply, source.length());
        if (length != source.length()) {
            throw SftpMessage.STORED_LENGTH_DIFFERS.exception(
                    name.value(), tree.displayName(), source.length(), length);
        }
    }

    /** Checks a name that is taken: the same content counts as stored. */
    private void checkExisting(ObjectName name, ObjectSource source, SftpAttributes present) throws IOException {
        if (!present.isRegularFile() || present.length() != source.length()) {
            throw taken(name);
        }
        try (InputStream stored = new SftpObjectStream(name, tree, client, 0)) {
            if (!DeclaredContent.isSame(source, stored)) {
                throw taken(name);
            }
        }
    }

    private TransportException taken(ObjectName name) {
        return SftpMessage.NAME_TAKEN.exception(name.value(), tree.displayName());
    }
}
