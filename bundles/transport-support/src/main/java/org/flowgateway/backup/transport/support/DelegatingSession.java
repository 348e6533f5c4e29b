package org.flowgateway.backup.transport.support;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.PutOptions;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Session that passes all calls to another one. A subclass overrides those that it changes. As thread-safe as the other session. */
public class DelegatingSession implements TransportSession {

    private final TransportSession delegate;

    /**
     * Creates a session.
     *
     * @param delegate session that receives all calls; closed with this one
     */
    public DelegatingSession(TransportSession delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    @Override
    public Probe probe() throws TransportException {
        return delegate.probe();
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        delegate.put(name, source);
    }

    @Override
    public void put(ObjectName name, ObjectSource source, PutOptions options) throws TransportException {
        delegate.put(name, source, options);
    }

    @Override
    public boolean link(ObjectName from, ObjectName to) throws TransportException {
        return delegate.link(from, to);
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return delegate.read(name);
    }

    @Override
    public InputStream read(ObjectName name, long offset) throws TransportException {
        return delegate.read(name, offset);
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        return delegate.stat(name);
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        return delegate.list(directory);
    }

    @Override
    public void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws TransportException {
        delegate.list(directory, consumer);
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        delegate.delete(name);
    }

    @Override
    public List<String> notices() {
        return delegate.notices();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
