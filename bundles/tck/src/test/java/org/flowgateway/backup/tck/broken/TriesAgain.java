package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 7: a call is retried, so its duration is unknown, and an overloaded store gets more requests. */
public final class TriesAgain extends BrokenTransport {

    /** @param whole transport to break */
    public TriesAgain(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public void put(ObjectName name, ObjectSource source) throws TransportException {
                try {
                    super.put(name, source);
                } catch (TransportException e) {
                    if (!e.kind().isTransient()) {
                        throw e;
                    }
                    super.put(name, source);
                }
            }
        };
    }
}
