package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.util.function.Consumer;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;

/** A session that is connected: what its calls work with. */
final class Store {

    private final SftpClient client;
    private final ObjectTree tree;
    private final ObjectWriter writer;
    private final ObjectRemover remover;
    private final Listing listing;
    private final StorageProbe probe;
    private final Durability durability;
    private final Diagnosis diagnosis;

    /**
     * @param path the directory as a person wrote it; see {@link SftpPath}
     * @param notices takes what a person should be told of the server
     */
    Store(SftpClient client, SftpAddress address, String path, TemporaryFiles temporaries, Consumer<String> notices)
            throws IOException {
        this.client = client;
        client.onLack(what -> notices.accept(address + " " + what));
        tree = new ObjectTree(client, SftpPath.resolved(client, path), address);
        listing = new Listing(client, tree);
        diagnosis = new Diagnosis(client, tree);
        durability = new Durability(client, tree, temporaries, notices);
        Publication publication = new Publication(client, address, notices);
        writer = new ObjectWriter(client, tree, temporaries, diagnosis, durability, publication);
        remover = new ObjectRemover(client, tree, temporaries, listing);
        probe = new StorageProbe(client, tree, temporaries, listing, durability, publication);
        temporaries.clear(client);
    }

    Diagnosis diagnosis() {
        return diagnosis;
    }

    ObjectTree tree() {
        return tree;
    }

    ObjectWriter writer() {
        return writer;
    }

    Listing listing() {
        return listing;
    }

    StorageProbe probe() {
        return probe;
    }

    /** Opens what is at a name, which must be an object. */
    ObjectStream open(ObjectName name) throws TransportException, IOException {
        return new ObjectStream(name, tree, client);
    }

    /** Removes the object of a name, if there is one, and the directories that are empty then. */
    void remove(ObjectName name, boolean present) throws IOException {
        if (present) {
            remover.remove(tree.path(name));
        }
        durability.forget();
        remover.prune(tree.path(name));
    }
}
