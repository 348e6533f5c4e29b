package org.flowgateway.backup.transport.local;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.Listed;
import org.flowgateway.backup.spi.transport.ListedConsumer;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Objects as files below one directory. One thread at a time; {@link #close} from any. */
final class LocalSession implements TransportSession, Closeable {

    /** A piece of work on the file system. */
    private interface Task<T> {
        T run() throws IOException;
    }

    private final OpenResources sessions;
    private final ObjectTree tree;
    private final Leftovers leftovers;
    private final OpenResources files = new OpenResources();
    private final ObjectWriter writer;
    private final StorageProbe storage;
    private final Listing listing;

    /**
     * @param sessions what it takes itself out of when it is closed
     * @param root a real path, its symbolic links resolved; it may be missing
     * @param living temporary files that this process is writing, shared by the sessions of one provider
     * @param publication how files get their names
     */
    LocalSession(OpenResources sessions, Path root, Set<Path> living, Publication publication) {
        this.sessions = sessions;
        tree = new ObjectTree(root);
        leftovers = new Leftovers(living);
        writer = new ObjectWriter(tree, files, living, publication);
        storage = new StorageProbe(tree, files, living, publication);
        listing = new Listing(tree);
    }

    @Override
    public Probe probe() throws TransportException {
        return doing("Testing the backup directory", () -> {
            Probe probe = storage.run();
            leftovers.clear(tree.root());
            return probe;
        });
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        doing("Storing " + name, () -> {
            writer.put(name, source);
            return name;
        });
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return doing("Reading " + name, () -> {
            if (object(name).isEmpty()) {
                throw new TransportException(FailureKind.NOT_FOUND, "There is no " + name + " in " + tree.root());
            }
            FileChannel channel = files.add(FileChannel.open(tree.path(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            return new ObjectStream(name, tree, files, channel);
        });
    }

    @Override
    public Optional<Long> stat(ObjectName name) throws TransportException {
        return doing("Looking for " + name, () -> object(name).map(BasicFileAttributes::size));
    }

    @Override
    public List<Listed> list(Optional<ObjectName> directory) throws TransportException {
        List<Listed> listed = new ArrayList<>();
        list(directory, listed::add);
        return listed;
    }

    @Override
    public void list(Optional<ObjectName> directory, ListedConsumer consumer) throws TransportException {
        doing("Listing " + directory.map(ObjectName::value).orElse("the backup directory"), () -> {
            listing.of(directory, consumer);
            return directory;
        });
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        doing("Removing " + name, () -> {
            if (object(name).isPresent()) {
                Files.deleteIfExists(tree.path(name));
            }
            tree.prune(tree.path(name).getParent(), leftovers);
            return name;
        });
    }

    @Override
    public void close() {
        files.close();
        sessions.remove(this);
    }

    /** What lies under a name: empty for nothing and for a directory, which is no object. */
    private Optional<BasicFileAttributes> object(ObjectName name) throws IOException {
        Optional<BasicFileAttributes> found = tree.find(tree.path(name));
        if (found.isPresent() && (found.get().isSymbolicLink() || found.get().isOther())) {
            throw new TransportException(FailureKind.DENIED,
                    tree.path(name) + " is a link or a device, which is neither followed nor touched: remove it");
        }
        return found.filter(BasicFileAttributes::isRegularFile);
    }

    private <T> T doing(String task, Task<T> work) throws TransportException {
        files.check();
        try {
            return work.run();
        } catch (IOException e) {
            throw LocalFailure.of(e, task, tree.root());
        }
    }
}
