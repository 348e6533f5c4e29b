package ${package};

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Session that keeps the laws of a transport with the calls of a {@link ${className}Store}. One thread at a time; {@link #close} from any. */
final class ${className}Session implements TransportSession {

    /** Beginning of temporary names. They are in the root and start with a dot, as no object's name does. */
    private static final String TEMPORARY_PREFIX = ".${artifactId}-";
    private static final int CHUNK = 64 * 1024;

    private final ${className}Store store;
    private final ReentrantLock lock;
    private final String target;
    private final Consumer<${className}Session> closed;
    private volatile boolean ended;

    /**
     * @param lock lock of all sessions: a directory must not be removed while another session stores into it
     * @param target the target, for messages
     * @param closed called when this session is closed
     */
    ${className}Session(${className}Store store, ReentrantLock lock, String target, Consumer<${className}Session> closed) {
        this.store = store;
        this.lock = lock;
        this.target = target;
        this.closed = closed;
    }

    @Override
    public Probe probe() throws TransportException {
        return execute("Testing the target", () -> {
            store.makeDirectory("");
            String name = TEMPORARY_PREFIX + UUID.randomUUID();
            byte[] content = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
            try {
                try (OutputStream out = store.create(name)) {
                    out.write(content);
                }
                try (InputStream in = store.open(name)) {
                    if (!Arrays.equals(content, in.readAllBytes())) {
                        throw new TransportException(FailureKind.INTEGRITY, "What was stored in " + target + " was read back differently");
                    }
                }
            } finally {
                store.remove(name);
            }
            // YOURS: only if your store itself rejects a second writer of a name. If this session checks the name
            // first, remove it.
            Set<Capability> capabilities = EnumSet.of(Capability.EXCLUSIVE_CREATE);
            OptionalLong free = store.freeBytes();
            if (free.isPresent()) {
                capabilities.add(Capability.FREE_SPACE);
            }
            return new Probe(capabilities, free);
        });
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        execute("Storing " + name, () -> {
            store.makeDirectory("");
            String temporary = TEMPORARY_PREFIX + UUID.randomUUID();
            boolean published = false;
            try {
                upload(temporary, name, source);
                check();
                published = publish(temporary, name);
            } finally {
                if (!published) {
                    store.remove(temporary);
                }
            }
            if (!published && !isSame(name, source)) {
                throw new TransportException(FailureKind.ALREADY_EXISTS, "The name " + name + " is taken by other content in " + target);
            }
            return name;
        });
    }

    private void upload(String temporary, ObjectName name, ObjectSource source) throws IOException {
        try (DeclaredContent content = new DeclaredContent(name, source); OutputStream out = store.create(temporary)) {
            byte[] chunk = new byte[CHUNK];
            for (int count = content.fill(chunk); count > 0; count = content.fill(chunk)) {
                check();
                out.write(chunk, 0, count);
            }
            content.check();
        }
    }

    private boolean publish(String temporary, ObjectName name) throws IOException {
        return locked(() -> {
            String directory = parent(name.value());
            for (String parent = directory; !parent.isEmpty(); parent = parent(parent)) {
                if (store.find(parent).filter(found -> found.kind() != ListEntry.Kind.DIRECTORY).isPresent()) {
                    throw new TransportException(FailureKind.ALREADY_EXISTS, "Something stands where a directory is needed: " + parent + " in " + target);
                }
            }
            store.makeDirectory(directory);
            return store.publish(temporary, name.value());
        });
    }

    private boolean isSame(ObjectName name, ObjectSource source) throws IOException {
        if (!stat(name).equals(Optional.of(source.length()))) {
            return false;
        }
        try (InputStream stored = read(name)) {
            return DeclaredContent.isSame(source, stored);
        }
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return execute("Reading " + name, () -> {
            if (stat(name).isEmpty()) {
                throw new TransportException(FailureKind.NOT_FOUND, "There is no " + name + " in " + target);
            }
            InputStream object = store.open(name.value());
            return new InputStream() {
                @Override
                public int read(byte[] buffer, int offset, int count) throws TransportException {
                    return execute("Reading " + name, () -> object.read(buffer, offset, count));
                }

                @Override
                public int read() throws TransportException {
                    return execute("Reading " + name, object::read);
                }

                @Override
                public void close() throws IOException {
                    object.close();
                }
            };
        });
    }

    @Override
    public Optional<Long> stat(ObjectName name) throws TransportException {
        return execute("Looking for " + name,
                () -> store.find(name.value()).filter(found -> found.kind() == ListEntry.Kind.OBJECT).map(ListEntry::length));
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        return execute("Listing " + target, () -> store.list(directory.map(ObjectName::value).orElse("")).stream()
                .filter(found -> !found.name().startsWith(TEMPORARY_PREFIX)).toList());
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        execute("Removing " + name, () -> {
            if (stat(name).isPresent()) {
                store.remove(name.value());
            }
            return locked(() -> {
                String directory = parent(name.value());
                while (!directory.isEmpty() && store.removeDirectory(directory)) {
                    directory = parent(directory);
                }
                return name;
            });
        });
    }

    @Override
    public void close() {
        ended = true;
        store.close();
        closed.accept(this);
    }

    private void check() throws TransportException {
        if (ended) {
            throw new TransportException(FailureKind.CLOSED, "The session on " + target + " was closed while it was in use");
        }
    }

    private static String parent(String path) {
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }

    /** Task with the store. */
    private interface Task<T> {
        T run() throws IOException;
    }

    private <T> T locked(Task<T> task) throws IOException {
        try {
            while (!lock.tryLock(1, TimeUnit.SECONDS)) {
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(FailureKind.CLOSED, "The wait for another session on " + target + " was interrupted", e);
        }
        try {
            return task.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T execute(String what, Task<T> task) throws TransportException {
        check();
        try {
            return task.run();
        } catch (IOException e) {
            check();
            throw ${className}Failure.of(e, what + " failed in " + target);
        }
    }
}
