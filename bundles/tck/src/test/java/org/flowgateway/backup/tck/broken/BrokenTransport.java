package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Decorator of a transport whose sessions break one law. Thread-safe, unless that law is broken. */
abstract class BrokenTransport implements TransportProvider {

    private final TransportProvider whole;

    BrokenTransport(TransportProvider whole) {
        this.whole = whole;
    }

    @Override
    public final TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        return whole.complete(target, withPassword);
    }

    @Override
    public final TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        return broken(whole.open(target, password), password);
    }

    /** Breaks a session. */
    abstract TransportSession broken(TransportSession session, Optional<Secret> password);
}
