package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.util.function.Consumer;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.protocol.SftpAttributes;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;

/** Target of a connected session, with the operations on it. */
public final class SftpStore {

    private final SftpClient client;
    private final SftpObjectTree tree;
    private final SftpObjectWriter writer;
    private final SftpObjectRemover remover;
    private final SftpObjectLinker linker;
    private final SftpListing listing;
    private final SftpStorageProbe probe;
    private final SftpDurability durability;
    private final SftpDiagnosis diagnosis;

    /**
     * @param path directory as a person wrote it; see {@link SftpPath}
     * @param notices takes notices for people
     */
    public SftpStore(
            SftpClient client, SshAddress address, String path, TemporaryFiles temporaries, Consumer<Message> notices)
            throws IOException {
        this.client = client;
        client.onMissing(missing -> notices.accept(missing.with(address.toString())));
        tree = new SftpObjectTree(client, SftpPath.resolved(client, path), address);
        listing = new SftpListing(client, tree);
        diagnosis = new SftpDiagnosis(client, tree);
        durability = new SftpDurability(client, tree, temporaries, notices);
        SftpPublication publication = new SftpPublication(client, address, notices);
        writer = new SftpObjectWriter(client, tree, temporaries, diagnosis, durability, publication);
        remover = new SftpObjectRemover(client, tree, temporaries, listing);
        linker = new SftpObjectLinker(client, tree, durability, publication, remover);
        probe = new SftpStorageProbe(client, tree, temporaries, listing, durability, publication);
        temporaries.removeOrphans(client);
    }

    public SftpDiagnosis diagnosis() {
        return diagnosis;
    }

    public SftpObjectTree tree() {
        return tree;
    }

    public SftpObjectWriter writer() {
        return writer;
    }

    public SftpObjectLinker linker() {
        return linker;
    }

    public SftpListing listing() {
        return listing;
    }

    public SftpStorageProbe probe() {
        return probe;
    }

    /**
     * Opens an object.
     *
     * @param offset bytes to leave out
     * @throws TransportException {@link FailureKind#NOT_FOUND} if there is none, {@link FailureKind#INTEGRITY} if it has fewer bytes
     */
    public SftpObjectStream open(ObjectName name, long offset) throws IOException {
        SftpAttributes unused = tree.requireObject(name);
        return new SftpObjectStream(name, tree, client, offset);
    }

    /** Removes an object if it is present, and the directories that become empty. */
    public void remove(ObjectName name) throws IOException {
        if (tree.findObject(name).isPresent()) {
            remover.remove(tree.path(name));
        }
        durability.forget();
        remover.prune(tree.path(name));
    }
}
