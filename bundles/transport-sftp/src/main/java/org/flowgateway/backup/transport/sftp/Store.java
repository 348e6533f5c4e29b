package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;

/** A session that is connected: what its calls work with. */
final class Store {

    private static final int CONTROL = ' ';

    private final SftpClient client;
    private final ObjectTree tree;
    private final ObjectWriter writer;
    private final ObjectRemover remover;
    private final Listing listing;
    private final StorageProbe probe;
    private final Diagnosis diagnosis;

    /** @param path the directory as a person wrote it; a relative one starts at the login's home directory */
    Store(SftpClient client, SftpAddress address, String path, TemporaryFiles temporaries) throws IOException {
        this.client = client;
        tree = new ObjectTree(client, root(client, path), address);
        listing = new Listing(client, tree);
        diagnosis = new Diagnosis(client, tree);
        writer = new ObjectWriter(client, tree, temporaries, diagnosis);
        remover = new ObjectRemover(client, tree, temporaries, listing);
        probe = new StorageProbe(client, tree, temporaries, listing);
        temporaries.clear(client);
    }

    private static String root(SftpClient client, String path) throws IOException {
        String trimmed = path.strip().replaceAll("/{2,}", "/").replaceAll("(?<=.)/$", "").replaceAll("^(\\./)+", "");
        if (trimmed.startsWith("/")) {
            return trimmed;
        }
        String home = client.realPath(".");
        return trimmed.equals(".") ? home : ObjectTree.below(home, trimmed);
    }

    /** Whether a path can be one on a server. */
    static boolean isPath(String path) {
        return path.chars().noneMatch(c -> c < CONTROL);
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
        remover.prune(tree.path(name));
    }
}
