package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 1: a put whose reply is lost counts as stored. */
public final class HopesForTheBest extends BrokenTransport {

    /** @param whole transport to break */
    public HopesForTheBest(TransportProvider whole) {
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
                    if (e.kind() != FailureKind.CONNECTION_LOST) {
                        throw e;
                    }
                }
            }
        };
    }
}
