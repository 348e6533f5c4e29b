package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 14: a link is made, but reported as impossible. */
public final class LinksAndSaysNo extends BrokenTransport {

    /** @param whole transport to break */
    public LinksAndSaysNo(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public Probe probe() throws TransportException {
                super.probe();
                return Probe.of(Capability.EXCLUSIVE_CREATE);
            }

            @Override
            public boolean link(ObjectName from, ObjectName to) throws TransportException {
                super.link(from, to);
                return false;
            }
        };
    }
}
