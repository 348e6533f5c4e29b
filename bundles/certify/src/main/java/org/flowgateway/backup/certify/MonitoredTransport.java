package org.flowgateway.backup.certify;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Provider of monitored sessions of another provider. As thread-safe as that one. */
final class MonitoredTransport implements TransportProvider {

    private final TransportProvider delegate;
    private final CallMonitor monitor;

    MonitoredTransport(TransportProvider delegate, CallMonitor monitor) {
        this.delegate = delegate;
        this.monitor = monitor;
    }

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        return delegate.complete(target, withPassword);
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        monitor.checkNotCancelled();
        SessionState state = new SessionState();
        return new MonitoredSession(open(target, password, state), state, monitor);
    }

    private TransportSession open(TransportTarget target, Optional<Secret> password, SessionState state)
            throws TransportException {
        MonitoredCall call = monitor.begin(state, "open");
        try {
            TransportSession opened = delegate.open(target, password);
            state.opened(opened);
            return opened;
        } catch (TransportException e) {
            throw monitor.failed(call, e);
        } finally {
            monitor.end(call);
        }
    }

    /** Returns the text of the other provider, which must not hold a secret either. */
    @Override
    public String toString() {
        return delegate.toString();
    }
}
