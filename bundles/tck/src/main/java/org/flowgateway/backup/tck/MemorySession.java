package org.flowgateway.backup.tck;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** A session on a {@link MemoryTransport}. */
final class MemorySession implements TransportSession {

    private final MemoryTransport store;
    private final String prefix;
    private volatile boolean closed;

    MemorySession(MemoryTransport store, String path) {
        this.store = store;
        this.prefix = path.isEmpty() ? "" : path + '/';
    }

    @Override
    public Probe probe() throws TransportException {
        check();
        Probe probe = Probe.of(Capability.EXCLUSIVE_CREATE, Capability.LINK);
        return store.free().isPresent() ? probe.withFreeBytes(store.free().getAsLong()) : probe;
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        check();
        byte[] content = content(name, source);
        check();
        Optional<byte[]> present = store.create(prefix + name, content);
        if (present.isPresent() && !Arrays.equals(present.get(), content)) {
            throw new TransportException(FailureKind.ALREADY_EXISTS, "The name " + name + " is taken by other content");
        }
    }

    private static byte[] content(ObjectName name, ObjectSource source) throws TransportException {
        byte[] content;
        try (InputStream bytes = source.open()) {
            content = bytes.readNBytes(Math.toIntExact(source.length()) + 1);
        } catch (TransportException e) {
            throw e;
        } catch (IOException e) {
            throw new TransportException(
                    FailureKind.INTEGRITY, "The content of " + name + " could not be read to its end", e);
        }
        if (content.length != source.length() || !BytesSource.sha256(content).equals(source.sha256())) {
            throw new TransportException(FailureKind.INTEGRITY, "The content of " + name + " is not what was declared");
        }
        return content;
    }

    @Override
    public boolean link(ObjectName from, ObjectName to) throws TransportException {
        check();
        byte[] content = find(from);
        Optional<byte[]> present = store.create(prefix + to, content);
        if (present.isPresent() && !Arrays.equals(present.get(), content)) {
            throw new TransportException(FailureKind.ALREADY_EXISTS, "The name " + to + " is taken by other content");
        }
        return true;
    }

    private byte[] find(ObjectName name) throws TransportException {
        return store.find(prefix + name)
                .orElseThrow(() -> new TransportException(FailureKind.NOT_FOUND, "There is no " + name));
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return read(name, 0);
    }

    @Override
    public InputStream read(ObjectName name, long start) throws TransportException {
        check();
        byte[] content = find(name);
        if (start > content.length) {
            throw new TransportException(
                    FailureKind.INTEGRITY,
                    name + " has [" + content.length + "] bytes, fewer than the position [" + start + "]");
        }
        ByteArrayInputStream rest = new ByteArrayInputStream(content, (int) start, content.length - (int) start);
        return new InputStream() {
            @Override
            public int read() throws IOException {
                check();
                return rest.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int count) throws IOException {
                check();
                return rest.read(buffer, offset, count);
            }
        };
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        check();
        return store.find(prefix + name).map(content -> ObjectAttributes.ofLength(content.length));
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        check();
        String from = prefix + directory.map(name -> name.value() + '/').orElse("");
        List<ListEntry> listed = new ArrayList<>();
        Set<String> directories = new LinkedHashSet<>();
        for (Map.Entry<String, byte[]> object : store.below(from).entrySet()) {
            String rest = object.getKey().substring(from.length());
            int slash = rest.indexOf('/');
            if (slash < 0) {
                listed.add(ListEntry.object(rest, object.getValue().length));
            } else {
                directories.add(rest.substring(0, slash));
            }
        }
        directories.forEach(name -> listed.add(ListEntry.directory(name)));
        return listed;
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        check();
        store.lose(prefix + name);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void check() throws TransportException {
        if (closed) {
            throw new TransportException(FailureKind.CLOSED, "The store in memory was closed while it was in use");
        }
    }
}
