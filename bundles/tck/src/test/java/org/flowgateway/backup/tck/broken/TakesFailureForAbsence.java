package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 5: an object whose lookup fails is reported as missing. */
public final class TakesFailureForAbsence extends BrokenTransport {

    /** @param whole transport to break */
    public TakesFailureForAbsence(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
                try {
                    return super.stat(name);
                } catch (TransportException e) {
                    if (e.kind() == FailureKind.CLOSED) {
                        throw e;
                    }
                    return Optional.empty();
                }
            }
        };
    }
}
