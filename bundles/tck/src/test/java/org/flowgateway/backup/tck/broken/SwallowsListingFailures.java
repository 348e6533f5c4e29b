package org.flowgateway.backup.tck.broken;

import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Laws 5 and 6: a listing that fails is reported as empty, and a backup as missing. */
public final class SwallowsListingFailures extends BrokenTransport {

    /** @param whole transport to break */
    public SwallowsListingFailures(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
                try {
                    return super.list(directory);
                } catch (TransportException e) {
                    return List.of();
                }
            }
        };
    }
}
