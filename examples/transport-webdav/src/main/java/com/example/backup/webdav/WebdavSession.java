package com.example.backup.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Session that stores objects as files on a WebDAV server. One thread at a time; {@link #close} from any. */
final class WebdavSession implements TransportSession {

    private final WebdavConnection connection;
    private final WebdavAddress address;
    private final WebdavTree tree;
    private final TemporaryNames temporary;
    private final Consumer<WebdavSession> closed;
    private boolean hasRoot;

    /** @param closed called when this session is closed */
    WebdavSession(WebdavConnection connection, WebdavAddress address, WebdavTree tree, TemporaryNames temporary, Consumer<WebdavSession> closed) {
        this.connection = connection;
        this.address = address;
        this.tree = tree;
        this.temporary = temporary;
        this.closed = closed;
    }

    @Override
    public Probe probe() throws TransportException {
        return new WebdavStorageProbe(this, connection, address, tree, temporary).run();
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        if (!hasRoot) {
            tree.make(address.root());
            hasRoot = true;
        }
        String path = upload(name, source);
        boolean moved = false;
        try {
            int status = tree.locked(() -> {
                int first = move(path, address.path(name));
                // Servers report a missing directory by various codes.
                boolean made = first / 100 != 2 && first != 412 && tree.make(WebdavAddress.parent(address.path(name)));
                return made ? move(path, address.path(name)) : first;
            });
            moved = status / 100 == 2 && status != 207;
            if (!moved) {
                checkSame(name, source, status);
            }
        } finally {
            discard(path, !moved);
        }
    }

    /** Uploads content under a temporary name, in the root. */
    String upload(ObjectName name, ObjectSource source) throws TransportException {
        String path = temporary.newPath(address.root());
        boolean done = false;
        UploadStream upload = new UploadStream(name, source);
        try {
            int status = connection.send("PUT", address.object(path), upload.body(), upload::lastProgress).drain().status();
            upload.check();
            if (status / 100 != 2) {
                throw WebdavFailure.statusFailure(status, "Storing " + name, address);
            }
            done = true;
            return path;
        } catch (TransportException e) {
            throw upload.failure().orElse(e);
        } finally {
            try {
                if (!done) {
                    discard(path, true);
                }
            } finally {
                upload.end();
            }
        }
    }

    /** Renames a stored object to a free name; the status shows if it was free. */
    int move(String from, String to) throws TransportException {
        return connection.send("MOVE", address.object(from), "Destination", address.object(to).toString(), "Overwrite", "F").drain().status();
    }

    /** Releases a temporary name, and removes its object if present. */
    void discard(String path, boolean present) throws TransportException {
        try {
            if (present) {
                tree.remove(path);
            }
        } finally {
            temporary.release(path);
        }
    }

    /** Checks a name that is taken: the same content is success. */
    private void checkSame(ObjectName name, ObjectSource source, int status) throws TransportException {
        Optional<WebdavResource> present = status / 100 == 3 || status == 405 || status == 409 || status == 412 ? tree.find(address.path(name))
                : Optional.empty();
        if (present.isEmpty()) {
            throw WebdavFailure.statusFailure(status, "Storing " + name, address);
        }
        boolean same = !present.get().collection() && present.get().length().orElse(-1) == source.length();
        if (same) {
            try (InputStream stored = read(name)) {
                same = DeclaredContent.isSame(source, stored);
            } catch (IOException e) {
                throw connection.failed(e);
            }
        }
        if (!same) {
            throw new TransportException(FailureKind.ALREADY_EXISTS, "The name " + name + " is taken by other content on " + address);
        }
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return read(address.path(name));
    }

    InputStream read(String path) throws TransportException {
        if (tree.find(path).filter(found -> !found.collection()).isEmpty()) {
            throw new TransportException(FailureKind.NOT_FOUND, "There is no object " + path + " on " + address);
        }
        WebdavReply reply = connection.send("GET", address.object(path), "Accept-Encoding", "identity");
        if (reply.status() != 200) {
            throw WebdavFailure.statusFailure(reply.drain().status(), "Reading " + path, address);
        }
        if (reply.length().isEmpty()) {
            // Without a length, truncation cannot be detected.
            reply.close();
            throw new TransportException(FailureKind.UNKNOWN, "Reading " + path + " failed on " + address + ": the server tells no length."
                    + " Switch off what changes its answers, such as compression");
        }
        return reply;
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        return tree.find(address.path(name)).filter(found -> !found.collection()).map(found -> ObjectAttributes.ofLength(found.length().getAsLong()));
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        return tree.children(directory.map(address::path).orElse(address.root())).orElse(List.of()).stream()
                .filter(resource -> !TemporaryNames.isTemporary(resource))
                .map(resource -> resource.collection() ? ListEntry.directory(resource.name())
                        : ListEntry.object(resource.name(), resource.length().getAsLong()))
                .toList();
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        if (tree.find(address.path(name)).filter(found -> !found.collection()).isPresent()) {
            tree.remove(address.path(name));
        }
        // Also without an object: an earlier call may have been interrupted between the object and its directory.
        tree.prune(name, temporary::isOrphan);
    }

    @Override
    public void close() {
        connection.close();
        closed.accept(this);
    }
}
