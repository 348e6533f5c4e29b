package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.Listed;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;

/** Lists what lies directly below a directory. */
final class Listing {

    /** Answers hold about a hundred names each; so many are asked for ahead. */
    private static final int AHEAD = 8;
    private static final String UNREADABLE = "\ufffd";

    private final SftpClient client;
    private final ObjectTree tree;
    private final Directories directories;

    Listing(SftpClient client, ObjectTree tree) {
        this.client = client;
        this.tree = tree;
        this.directories = new Directories(client);
    }

    /** A name as the server lists it. */
    record Entry(String name, Attributes attributes) {
    }

    /** All of it, temporary files excepted; empty if there is no such directory. */
    List<Listed> of(Optional<ObjectName> name) throws IOException {
        String directory = tree.path(name);
        Optional<Attributes> found = tree.find(directory);
        if (found.isPresent() && !found.get().isDirectory() && (name.isEmpty() || !found.get().isRegularFile())) {
            throw new TransportException(FailureKind.DENIED,
                    tree.shown(directory) + " is a file, a link or a device, not a directory: put a directory in its place");
        }
        if (found.isEmpty() || found.get().isRegularFile()) {
            return List.of();
        }
        List<Listed> listed = new ArrayList<>();
        for (Entry entry : entries(directory, one -> false)) {
            if (!TemporaryName.is(entry.name())) {
                listed(directory, entry).ifPresent(listed::add);
            }
        }
        return listed;
    }

    /**
     * What lies in a directory, temporary files among it; nothing if there is no such directory.
     *
     * @param enough the entry after which no more is wanted
     */
    List<Entry> entries(String directory, Predicate<Entry> enough) throws IOException {
        return directories.ask(directory, () -> read(directory, enough)).orElse(List.of());
    }

    private List<Entry> read(String directory, Predicate<Entry> enough) throws IOException {
        byte[] handle = client.openDirectory(directory);
        List<Entry> entries = new ArrayList<>();
        Queue<CompletableFuture<Reply>> asked = new ArrayDeque<>();
        try {
            do {
                while (asked.size() < AHEAD) {
                    asked.add(client.readDirectory(handle));
                }
            } while (add(entries, asked.remove()) && entries.stream().noneMatch(enough));
        } finally {
            client.letGo(handle);
        }
        return entries;
    }

    private boolean add(List<Entry> entries, CompletableFuture<Reply> asked) throws IOException {
        try {
            Reply reply = client.await(asked);
            for (int names = reply.names(); names > 0; names--) {
                String name = reply.text();
                reply.bytes();
                Attributes attributes = Attributes.read(reply);
                if (!name.equals(".") && !name.equals("..")) {
                    entries.add(new Entry(name, attributes));
                }
            }
            return true;
        } catch (SftpStatus status) {
            // A directory that was removed meanwhile was empty by then.
            if (status.code() == SftpStatus.EOF || status.isAbsence()) {
                return false;
            }
            throw status;
        }
    }

    private Optional<Listed> listed(String directory, Entry entry) throws IOException {
        if (entry.name().contains(UNREADABLE)) {
            return Optional.of(new Listed(entry.name(), Listed.Kind.OTHER, 0));
        }
        Optional<Attributes> attributes = entry.attributes().hasType() ? Optional.of(entry.attributes())
                : client.attributes(client.lstat(ObjectTree.below(directory, entry.name())));
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        Attributes known = attributes.get();
        if (known.isRegularFile()) {
            return Optional.of(new Listed(entry.name(), Listed.Kind.OBJECT, known.length()));
        }
        return Optional.of(new Listed(entry.name(), known.isDirectory() ? Listed.Kind.DIRECTORY : Listed.Kind.OTHER, 0));
    }
}
