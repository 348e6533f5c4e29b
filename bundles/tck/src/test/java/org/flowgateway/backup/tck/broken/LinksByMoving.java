package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 14: a link moves its source, as a store does that only renames. */
public final class LinksByMoving extends BrokenTransport {

    /** @param whole transport to break */
    public LinksByMoving(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public boolean link(ObjectName from, ObjectName to) throws TransportException {
                boolean linked = super.link(from, to);
                session.delete(from);
                return linked;
            }
        };
    }
}
