package org.flowgateway.backup.tck.broken;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 12: links are made, but not declared. */
public final class LinksInSecret extends BrokenTransport {

    /** @param whole transport to break */
    public LinksInSecret(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public Probe probe() throws TransportException {
                Set<Capability> others = EnumSet.copyOf(super.probe().capabilities());
                others.remove(Capability.LINK);
                return Probe.of(others);
            }
        };
    }
}
