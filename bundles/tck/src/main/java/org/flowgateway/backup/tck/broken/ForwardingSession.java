package org.flowgateway.backup.tck.broken;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Session that forwards all calls. */
class ForwardingSession implements TransportSession {

    private final TransportSession session;

    ForwardingSession(TransportSession session) {
        this.session = session;
    }

    @Override
    public Probe probe() throws TransportException {
        return session.probe();
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        session.put(name, source);
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return session.read(name);
    }

    @Override
    public Optional<Long> stat(ObjectName name) throws TransportException {
        return session.stat(name);
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        return session.list(directory);
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        session.delete(name);
    }

    @Override
    public void close() {
        session.close();
    }
}
