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

/** Law 2: a taken name is a failure even with the same content, so an unknown outcome cannot be resolved. */
public final class RefusesTheSame extends BrokenTransport {

    /** @param whole transport to break */
    public RefusesTheSame(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public void put(ObjectName name, ObjectSource source) throws TransportException {
                if (session.stat(name).isPresent()) {
                    throw new TransportException(FailureKind.ALREADY_EXISTS, name + " is taken");
                }
                super.put(name, source);
            }
        };
    }
}
