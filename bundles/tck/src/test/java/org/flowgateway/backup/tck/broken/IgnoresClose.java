package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 9: closing has no effect, and pending calls go on waiting. */
public final class IgnoresClose extends BrokenTransport {

    /** @param whole transport to break */
    public IgnoresClose(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public void close() {
                // Broken on purpose.
            }
        };
    }
}
