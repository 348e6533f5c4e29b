package ${package};

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Session that keeps the laws of a transport with the calls of a {@link ${className}Store}. One thread, except {@link #close}. */
final class ${className}Session implements TransportSession {

    /** Beginning of temporary names: a dot, with which no object's name begins. */
    static final String TEMPORARY_PREFIX = ".${artifactId}-";

    private final ${className}Store store;
    private final ${className}Connection connection;
    private final ${className}Sessions sessions;

    ${className}Session(${className}Store store, ${className}Connection connection, ${className}Sessions sessions) {
        this.store = store;
        this.connection = connection;
        this.sessions = sessions;
    }

    @Override
    public Probe probe() throws TransportException {
        // Law 12: declared only if the store itself was seen to refuse a name that is taken.
        Probe probe = refusesTakenName() ? Probe.of(Capability.EXCLUSIVE_CREATE) : Probe.of();
        OptionalLong free = store.freeBytes();
        return free.isPresent() ? probe.withFreeBytes(free.getAsLong()) : probe;
    }

    private boolean refusesTakenName() throws TransportException {
        ObjectName name = new ObjectName("probe");
        ObjectSource content = ObjectSource.of(new byte[] {1, 2, 3});
        try (TemporaryObject first = new TemporaryObject(""); TemporaryObject second = new TemporaryObject("")) {
            first.write(name, content);
            second.write(name, content);
            if (!isSame(first.path, content)) {
                throw ${className}Failure.CONTENT_DIFFERS.exception("Testing the target", connection.server());
            }
            return !second.renameTo(first.path);
        }
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        if (!storeIfFree(name, source) && !isSame(name.value(), source)) {
            throw ${className}Failure.NAME_TAKEN.exception("Storing " + name, connection.server());
        }
    }

    private boolean storeIfFree(ObjectName name, ObjectSource source) throws TransportException {
        try (TemporaryObject temporary = new TemporaryObject(parent(name.value()))) {
            temporary.write(name, source);
            return temporary.renameTo(name.value());
        }
    }

    private boolean isSame(String path, ObjectSource source) throws TransportException {
        return attributes(path).equals(Optional.of(ObjectAttributes.ofLength(source.length()))) && store.isSame(path, source);
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return read(name, 0);
    }

    @Override
    public InputStream read(ObjectName name, long offset) throws TransportException {
        return store.read(name.value(), offset);
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        return attributes(name.value());
    }

    private Optional<ObjectAttributes> attributes(String path) throws TransportException {
        return store.find(path)
                .filter(found -> found.kind() == ListEntry.Kind.OBJECT)
                .map(found -> ObjectAttributes.ofLength(found.length()));
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        List<ListEntry> listed = new ArrayList<>();
        list(directory, listed::add);
        return listed;
    }

    @Override
    public void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws TransportException {
        String path = directory.map(ObjectName::value).orElse("");
        List<ListEntry> page = store.list(path, "");
        while (!page.isEmpty()) {
            for (ListEntry entry : page) {
                if (!isTemporary(entry)) {
                    consumer.accept(entry);
                }
            }
            page = store.list(path, page.get(page.size() - 1).name());
        }
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        store.remove(name.value());
        // Also without an object: an earlier call may have been interrupted between the object and its directory.
        removeEmptyDirectories(parent(name.value()));
    }

    /** Removes a directory without objects, and those above it. The root stays. */
    private void removeEmptyDirectories(String directory) throws TransportException {
        String path = directory;
        while (removeOrphans(path) && !path.isEmpty() && store.removeDirectory(path)) {
            path = parent(path);
        }
    }

    /** Removes the temporary names of dead sessions in a directory without objects; returns false if it holds anything else. */
    private boolean removeOrphans(String directory) throws TransportException {
        for (List<ListEntry> page = store.list(directory, ""); !page.isEmpty(); page = store.list(directory, "")) {
            if (!page.stream().allMatch(entry -> isTemporary(entry) && !sessions.activeNames().contains(entry.name()))) {
                return false;
            }
            for (ListEntry orphan : page) {
                store.remove(child(directory, orphan.name()));
            }
        }
        return true;
    }

    private static boolean isTemporary(ListEntry entry) {
        return entry.kind() == ListEntry.Kind.OBJECT && entry.name().startsWith(TEMPORARY_PREFIX);
    }

    /** YOURS: declare DURABLE and remove this method if your store syncs content and names before it replies. */
    @Override
    public List<String> notices() {
        return sessions.noticedServers().add(connection.server())
                ? List.of("A power failure of " + connection.server() + " can destroy new backups, because it does not sync them to its disk."
                        + " Protect it from power failures")
                : List.of();
    }

    void checkTimeout() {
        connection.checkTimeout();
    }

    @Override
    public void close() {
        store.close();
        sessions.open().remove(this);
    }

    private static String parent(String path) {
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }

    private static String child(String directory, String name) {
        return directory.isEmpty() ? name : directory + '/' + name;
    }

    /** Object under a random temporary name. Closing removes it, unless it was renamed. */
    private final class TemporaryObject implements AutoCloseable {

        private final String directory;
        private final String name = TEMPORARY_PREFIX + UUID.randomUUID();
        private final String path;
        private boolean renamed;

        TemporaryObject(String directory) {
            this.directory = directory;
            path = child(directory, name);
            sessions.activeNames().add(name);
        }

        /** @param objectName name for messages */
        void write(ObjectName objectName, ObjectSource source) throws TransportException {
            try (DeclaredContent content = new DeclaredContent(objectName, source)) {
                store.store(path, content);
                content.check();
            }
        }

        boolean renameTo(String newPath) throws TransportException {
            renamed = store.renameIfFree(path, newPath);
            return renamed;
        }

        @Override
        public void close() throws TransportException {
            try {
                // After a lost connection the object stays: law 7 forbids a second connection. A later delete removes it.
                if (!renamed && connection.isConnected()) {
                    store.remove(path);
                    removeEmptyDirectories(directory);
                }
            } finally {
                sessions.activeNames().remove(name);
            }
        }
    }
}
