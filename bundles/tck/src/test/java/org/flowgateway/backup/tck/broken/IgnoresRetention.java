package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.PutOptions;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 12: options are ignored, so an object that must be kept can be deleted. */
public final class IgnoresRetention extends BrokenTransport {

    /** @param whole transport to break */
    public IgnoresRetention(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public void put(ObjectName name, ObjectSource source, PutOptions options) throws TransportException {
                super.put(name, source);
            }
        };
    }
}
