package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Law 9: closing does nothing, and who waits goes on waiting. */
public final class IgnoresClose extends BrokenTransport {

    /** @param whole what is broken */
    public IgnoresClose(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new ForwardingSession(session) {
            @Override
            public void close() {
                // As if there were nothing to be closed.
            }
        };
    }
}
