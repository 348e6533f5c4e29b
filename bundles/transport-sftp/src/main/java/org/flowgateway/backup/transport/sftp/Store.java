package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
    private final Durability durability;
    private final Diagnosis diagnosis;

    /**
     * @param path the directory as a person wrote it; a relative one starts at the login's home directory
     * @param notices takes what a person should be told of the server
     */
    Store(SftpClient client, SftpAddress address, String path, TemporaryFiles temporaries, Consumer<String> notices) throws IOException {
        this.client = client;
        tree = new ObjectTree(client, root(client, path), address);
        listing = new Listing(client, tree);
        diagnosis = new Diagnosis(client, tree);
        durability = new Durability(client, tree, notices);
        writer = new ObjectWriter(client, tree, temporaries, diagnosis, durability);
        remover = new ObjectRemover(client, tree, temporaries, listing);
        probe = new StorageProbe(client, tree, temporaries, listing, durability);
        temporaries.clear(client);
    }

    private static String root(SftpClient client, String path) throws IOException {
        String trimmed = spelt(path);
        if (trimmed.startsWith("/")) {
            return trimmed;
        }
        String home = client.realPath(".");
        return trimmed.equals(".") ? home : ObjectTree.below(home, trimmed);
    }

    /** A path in one spelling: what differs only in slashes and single dots is one place. */
    static String spelt(String path) {
        String segments = Arrays.stream(path.strip().split("/")).filter(segment -> !segment.isEmpty() && !segment.equals("."))
                .collect(Collectors.joining("/"));
        return path.strip().startsWith("/") ? "/" + segments : segments.isEmpty() ? "." : segments;
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
        durability.forget();
        remover.prune(tree.path(name));
    }
}
