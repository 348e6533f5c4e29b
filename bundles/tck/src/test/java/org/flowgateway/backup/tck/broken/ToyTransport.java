package org.flowgateway.backup.tck.broken;

import java.time.Duration;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Client of {@link ToyServer} that keeps all laws; a target's address is {@code host:port}, its username the identity that the server must
 * have. Thread-safe.
 */
public class ToyTransport implements TransportProvider {

    private final Duration timeout;

    /** @param timeout how long it waits for a server that does not respond */
    public ToyTransport(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public final TransportTarget complete(TransportTarget target, boolean withPassword) {
        return target;
    }

    @Override
    public final TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        return session(connection(target, password.map(Secret::copy)));
    }

    /** Creates a connection to a target's server, not connected yet. */
    ToyConnection connection(TransportTarget target, Optional<Secret> password) {
        return new ToyConnection(target, password, timeout);
    }

    /** Creates a session on a connection. */
    TransportSession session(ToyConnection connection) {
        return new ToySession(connection);
    }
}
