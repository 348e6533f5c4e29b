package org.flowgateway.backup.certify;

import java.io.InputStream;
import java.util.List;
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
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Session whose calls are monitored. Progress is what the core counts as such: bytes of a source or a stream, and entries of a listing. */
final class MonitoredSession extends DelegatingSession {

    private final TransportSession delegate;
    private final SessionState state;
    private final CallMonitor monitor;

    MonitoredSession(TransportSession delegate, SessionState state, CallMonitor monitor) {
        super(delegate);
        this.delegate = delegate;
        this.state = state;
        this.monitor = monitor;
        monitor.opened(state);
    }

    @Override
    public Probe probe() throws TransportException {
        return call("probe", call -> super.probe());
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        run("put", call -> super.put(name, new MonitoredSource(source, call)));
    }

    @Override
    public void put(ObjectName name, ObjectSource source, PutOptions options) throws TransportException {
        run("put", call -> super.put(name, new MonitoredSource(source, call), options));
    }

    @Override
    public boolean link(ObjectName from, ObjectName to) throws TransportException {
        return call("link", call -> super.link(from, to));
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return new MonitoredStream(call("read", call -> super.read(name)), state, monitor);
    }

    @Override
    public InputStream read(ObjectName name, long offset) throws TransportException {
        return new MonitoredStream(call("read", call -> super.read(name, offset)), state, monitor);
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        return call("stat", call -> super.stat(name));
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        return call("list", call -> super.list(directory));
    }

    @Override
    public void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws TransportException {
        run(
                "list",
                call -> super.list(directory, entry -> {
                    call.progress();
                    consumer.accept(entry);
                }));
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        run("delete", call -> super.delete(name));
    }

    @Override
    public List<String> notices() {
        MonitoredCall call = monitor.begin(state, "notices");
        try {
            return super.notices();
        } finally {
            monitor.end(call);
        }
    }

    @Override
    public void close() {
        state.closing();
        MonitoredCall call = monitor.begin(state, "close");
        try {
            super.close();
            monitor.closed(state);
        } finally {
            monitor.end(call);
        }
    }

    /** Returns the text of the other session, which must not hold a secret either. */
    @Override
    public String toString() {
        return delegate.toString();
    }

    private void run(String name, Action action) throws TransportException {
        call(name, call -> {
            action.run(call);
            return null;
        });
    }

    private <T> T call(String name, Query<T> query) throws TransportException {
        MonitoredCall call = monitor.begin(state, name);
        try {
            return query.run(call);
        } catch (TransportException e) {
            throw monitor.failed(call, e);
        } finally {
            monitor.end(call);
        }
    }

    /** Call with a result. */
    @FunctionalInterface
    private interface Query<T> {
        T run(MonitoredCall call) throws TransportException;
    }

    /** Call without a result. */
    @FunctionalInterface
    private interface Action {
        void run(MonitoredCall call) throws TransportException;
    }
}
