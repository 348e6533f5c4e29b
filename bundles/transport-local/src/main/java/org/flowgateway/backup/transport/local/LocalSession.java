package org.flowgateway.backup.transport.local;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.OpenFile;

/** Session that stores objects as files below one directory. One thread at a time; {@link #close} from any. */
final class LocalSession implements TransportSession, Closeable {

    /** Task on the file system. */
    private interface Task<T> {
        T run() throws IOException;
    }

    private final OpenResources sessions;
    private final RootDirectory root;
    private final LocalObjectTree tree;
    private final OrphanedFiles orphans;
    private final OpenResources files = new OpenResources();
    private final LocalObjectWriter writer;
    private final LocalObjectLinker linker;
    private final LocalStorageProbe storage;
    private final LocalListing listing;

    /**
     * @param sessions open sessions; this one is removed when it is closed
     * @param path real path, symbolic links resolved; it may be missing
     * @param active temporary files that this process is writing, shared by all sessions of a provider
     */
    LocalSession(OpenResources sessions, Path path, FileTrees trees, Set<String> active) {
        this.sessions = sessions;
        root = new RootDirectory(path, trees, files);
        tree = new LocalObjectTree(root);
        orphans = new OrphanedFiles(active);
        LocalPlacement placement = new LocalPlacement(tree, files);
        writer = new LocalObjectWriter(placement, files, active);
        linker = new LocalObjectLinker(placement, files);
        storage = new LocalStorageProbe(root, files, active);
        listing = new LocalListing(tree);
    }

    @Override
    public Probe probe() throws TransportException {
        return execute("Testing the backup directory", () -> {
            Probe probe = storage.run();
            orphans.removeAll(root.make());
            return probe;
        });
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        execute("Storing " + name, () -> {
            writer.put(name, source);
            return name;
        });
    }

    @Override
    public boolean link(ObjectName from, ObjectName to) throws TransportException {
        return execute("Linking " + from + " to " + to, () -> {
            OpenFile source = open(from);
            try (source) {
                if (linker.link(source, to)) {
                    return true;
                }
            } finally {
                files.remove(source);
            }
            if (object(from).isEmpty()) {
                throw missing(from);
            }
            return false;
        });
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return read(name, 0);
    }

    @Override
    public InputStream read(ObjectName name, long offset) throws TransportException {
        if (offset < 0) {
            throw new IllegalArgumentException("Offset [" + offset + "] is below zero");
        }
        return execute("Reading " + name, () -> new LocalObjectStream(name, root.path(), files, open(name), offset));
    }

    /** Opens an object; the caller closes the file, and removes it from the open ones. */
    private OpenFile open(ObjectName name) throws IOException {
        Optional<DirectoryHandle> directory = object(name).isPresent() ? root.find() : Optional.empty();
        if (directory.isEmpty()) {
            throw missing(name);
        }
        return files.add(directory.get().openFile(name.value()));
    }

    private TransportException missing(ObjectName name) {
        return LocalMessage.NO_OBJECT.exception(name.toString(), root.path());
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        return execute(
                "Looking for " + name, () -> object(name).map(FileState::size).map(ObjectAttributes::ofLength));
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        List<ListEntry> listed = new ArrayList<>();
        list(directory, listed::add);
        return listed;
    }

    @Override
    public void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws TransportException {
        execute("Listing " + directory.map(ObjectName::value).orElse("the backup directory"), () -> {
            listing.list(directory, consumer);
            return directory;
        });
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        execute("Removing " + name, () -> {
            Optional<DirectoryHandle> directory = object(name).isPresent() ? root.find() : Optional.empty();
            if (directory.isPresent()) {
                remove(directory.get(), name);
            }
            tree.prune(LocalObjectTree.directoryOf(name), orphans);
            return name;
        });
    }

    private static void remove(DirectoryHandle directory, ObjectName name) throws IOException {
        try {
            directory.deleteFile(name.value());
        } catch (NoSuchFileException gone) {
            // Another session removed it at the same time.
        }
    }

    @Override
    public void close() {
        files.close();
        sessions.remove(this);
    }

    /** Finds an object; empty also for a directory, which is no object. */
    private Optional<FileState> object(ObjectName name) throws IOException {
        Optional<FileState> found = tree.find(name.value());
        if (found.isPresent() && !found.get().isRegular() && !found.get().isDirectory()) {
            throw LocalMessage.OBJECT_IS_SPECIAL.exception(tree.displayPath(name));
        }
        return found.filter(FileState::isRegular);
    }

    private <T> T execute(String task, Task<T> work) throws TransportException {
        files.check();
        try {
            return work.run();
        } catch (IOException e) {
            throw LocalFailureClassifier.of(e, task, root.path());
        }
    }
}
