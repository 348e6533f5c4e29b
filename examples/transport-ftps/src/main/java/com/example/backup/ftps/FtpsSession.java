package com.example.backup.ftps;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Session that stores objects as files on an FTP server. One thread at a time; {@link #close} from any. */
final class FtpsSession implements TransportSession {

    private final FtpsConnection connection;
    private final FtpsTarget target;
    private final FtpsTree tree;
    private final FtpsUpload upload;
    private final SharedState shared;
    private final Consumer<FtpsSession> closed;

    /**
     * Parts that all sessions with one server share.
     *
     * @param lock lock of the server's directories
     * @param temporary temporary names that are in use
     * @param notices notices about the server
     */
    record SharedState(DirectoryLock lock, TemporaryNames temporary, ServerNotices notices) {}

    /** @param closed called when this session is closed */
    FtpsSession(FtpsConnection connection, SharedState shared, Consumer<FtpsSession> closed) {
        this.connection = connection;
        this.target = connection.target();
        this.tree = new FtpsTree(connection);
        this.upload = new FtpsUpload(connection, tree, shared.lock());
        this.shared = shared;
        this.closed = closed;
    }

    @Override
    public Probe probe() throws TransportException {
        connection.begin("Testing the backup directory");
        shared.notices().reportNotDurable(target);
        return new FtpsStorageProbe(connection, tree, upload, shared.temporary()).run();
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        connection.begin("Storing " + name);
        shared.notices().reportNotDurable(target);
        String path = target.path(name);
        String temporary = shared.temporary().newPath(FtpsTarget.parent(path));
        try {
            upload.store(name, source, temporary);
            boolean renamed = shared.lock().locked(connection, () -> rename(temporary, path));
            if (!renamed) {
                tree.remove(temporary);
                requireSame(path, source);
            }
        } finally {
            shared.temporary().release(temporary);
        }
    }

    /**
     * Renames to a free name.
     *
     * @return false if the name is taken
     */
    private boolean rename(String from, String to) throws TransportException {
        if (tree.find(to).isPresent()) {
            return false;
        }
        FtpsReply reply = connection.command(client -> client.rename(from, to));
        if (reply.isPositive()) {
            return true;
        }
        if (tree.find(to).isPresent()) {
            return false;
        }
        tree.remove(from);
        throw connection.refusal(reply);
    }

    private void requireSame(String path, ObjectSource source) throws TransportException {
        Optional<ListEntry> present = tree.findObject(path).filter(entry -> entry.length() == source.length());
        if (present.isEmpty() || !isSame(path, source)) {
            throw connection.failure(FtpsMessage.NAME_TAKEN);
        }
    }

    private boolean isSame(String path, ObjectSource source) throws TransportException {
        try (InputStream stored = open(path, source.length(), 0)) {
            return DeclaredContent.isSame(source, stored);
        } catch (IOException e) {
            throw connection.failed(e);
        }
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return read(name, 0);
    }

    @Override
    public InputStream read(ObjectName name, long offset) throws TransportException {
        connection.begin("Reading " + name);
        String path = target.path(name);
        long length = tree.findObject(path)
                .orElseThrow(() -> connection.failure(FtpsMessage.OBJECT_MISSING))
                .length();
        if (offset > length) {
            throw FtpsMessage.OFFSET_TOO_LARGE.exception("Reading " + name, length, target.toString());
        }
        return offset == length && offset > 0 ? InputStream.nullInputStream() : open(path, length, offset);
    }

    private InputStream open(String path, long length, long offset) throws TransportException {
        Optional<FtpsDataConnection> data = connection.open("RETR", path, offset);
        if (data.isEmpty()) {
            boolean rangeRefused = offset > 0 && connection.lastReply().code() / 100 == 5 && connection.lastReply().code() < 510;
            throw rangeRefused
                    ? connection.failure(FtpsMessage.RANGE_REFUSED, connection.lastReply().text())
                    : connection.refusal();
        }
        return new FtpsObjectStream(connection, data.get(), length - offset);
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        connection.begin("Looking for " + name);
        return tree.findObject(target.path(name)).map(entry -> ObjectAttributes.ofLength(entry.length()));
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        List<ListEntry> listed = new ArrayList<>();
        list(directory, listed::add);
        return listed;
    }

    @Override
    public void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws TransportException {
        connection.begin("Listing " + directory.map(ObjectName::value).orElse("the backup directory"));
        tree.list(target.directory(directory), entry -> {
            if (!TemporaryNames.isTemporary(entry)) {
                consumer.accept(entry);
            }
        });
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        connection.begin("Removing " + name);
        String path = target.path(name);
        if (tree.findObject(path).isPresent()) {
            tree.remove(path);
        }
        shared.lock().locked(connection, () -> prune(FtpsTarget.parent(path)));
    }

    /** Removes a directory that has no objects, and those above it that become empty; returns the first that stays. */
    private String prune(String directory) throws TransportException {
        Optional<List<ListEntry>> children = tree.children(directory);
        boolean removable = children.isEmpty() || sweep(directory, children.get());
        if (!removable || !target.isBelowRoot(directory)) {
            return directory;
        }
        boolean gone = children.isEmpty() || tree.removeDirectory(directory);
        return gone ? prune(FtpsTarget.parent(directory)) : directory;
    }

    /** Removes the temporary names of dead sessions from a directory that has nothing else; returns true if it is empty then. */
    private boolean sweep(String directory, List<ListEntry> children) throws TransportException {
        if (!children.stream().allMatch(TemporaryNames::isTemporary)) {
            return false;
        }
        List<ListEntry> orphans =
                children.stream().filter(shared.temporary()::isOrphan).toList();
        for (ListEntry orphan : orphans) {
            tree.remove(FtpsTarget.child(directory, orphan.name()));
        }
        return orphans.size() == children.size();
    }

    @Override
    public List<String> notices() {
        return shared.notices().take(target);
    }

    @Override
    public void close() {
        connection.close();
        closed.accept(this);
    }
}
