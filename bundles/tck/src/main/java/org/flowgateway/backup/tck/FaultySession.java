package org.flowgateway.backup.tck;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.PutOptions;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** A session of a {@link FaultyTransport}. */
final class FaultySession implements TransportSession {

    private final FaultyTransport faults;
    private final TransportSession delegate;

    FaultySession(FaultyTransport faults, TransportSession delegate) {
        this.faults = faults;
        this.delegate = delegate;
    }

    @Override
    public Probe probe() throws TransportException {
        faults.begin(Call.PROBE, "");
        Probe probe = delegate.probe();
        faults.end(Call.PROBE, "");
        return probe;
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        faults.begin(Call.PUT, name.value());
        delegate.put(name, source);
        faults.end(Call.PUT, name.value());
    }

    @Override
    public void put(ObjectName name, ObjectSource source, PutOptions options) throws TransportException {
        faults.begin(Call.PUT, name.value());
        delegate.put(name, source, options);
        faults.end(Call.PUT, name.value());
    }

    @Override
    public boolean link(ObjectName from, ObjectName to) throws TransportException {
        faults.begin(Call.LINK, to.value());
        boolean linked = delegate.link(from, to);
        faults.end(Call.LINK, to.value());
        return linked;
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        faults.begin(Call.READ, name.value());
        long length = faults.damages(name.value())
                ? delegate.stat(name).map(ObjectAttributes::length).orElse(0L)
                : 0;
        InputStream stream = delegate.read(name);
        try {
            faults.end(Call.READ, name.value());
        } catch (TransportException e) {
            closing(stream, e);
            throw e;
        }
        return faults.damaged(name.value(), length, stream);
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        faults.begin(Call.STAT, name.value());
        Optional<ObjectAttributes> found = delegate.stat(name);
        faults.end(Call.STAT, name.value());
        return found;
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        String name = directory.map(ObjectName::value).orElse("");
        faults.begin(Call.LIST, name);
        List<ListEntry> listed = delegate.list(directory);
        faults.end(Call.LIST, name);
        return listed;
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        faults.begin(Call.DELETE, name.value());
        delegate.delete(name);
        faults.end(Call.DELETE, name.value());
    }

    @Override
    public List<String> notices() {
        return delegate.notices();
    }

    @Override
    public void close() {
        try {
            faults.begin(Call.CLOSE, "");
        } catch (TransportException e) {
            throw new IllegalStateException("close has no failing faults", e);
        } finally {
            delegate.close();
        }
    }

    private static void closing(InputStream stream, TransportException failure) {
        try {
            stream.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
