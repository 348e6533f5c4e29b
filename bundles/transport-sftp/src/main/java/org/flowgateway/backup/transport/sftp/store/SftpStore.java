package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.util.function.Consumer;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;

/** Target of a connected session, with the operations on it. */
public final class SftpStore {

    private final SftpClient client;
    private final SftpObjectTree tree;
    private final SftpObjectWriter writer;
    private final SftpObjectRemover remover;
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

    public SftpListing listing() {
        return listing;
    }

    public SftpStorageProbe probe() {
        return probe;
    }

    /** Opens an existing object. */
    public SftpObjectStream open(ObjectName name) throws TransportException, IOException {
        return new SftpObjectStream(name, tree, client);
    }

    /** Removes an object if it is present, and the directories that become empty. */
    public void remove(ObjectName name, boolean present) throws IOException {
        if (present) {
            remover.remove(tree.path(name));
        }
        durability.forget();
        remover.prune(tree.path(name));
    }
}
