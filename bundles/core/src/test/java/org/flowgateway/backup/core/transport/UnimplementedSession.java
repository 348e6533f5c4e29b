package org.flowgateway.backup.core.transport;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** A session of which tests override what they ask. */
public class UnimplementedSession implements TransportSession {

    @Override
    public Probe probe() throws TransportException {
        throw unasked();
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        throw unasked();
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        throw unasked();
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        throw unasked();
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        throw unasked();
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        throw unasked();
    }

    @Override
    public void close() {}

    private static AssertionError unasked() {
        return new AssertionError("not asked here");
    }
}
