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

/** Law 7: a query that timed out is made once more, so its duration is twice the timeout. */
public final class RetriesInSilence extends BrokenTransport {

    /** @param whole transport to break */
    public RetriesInSilence(TransportProvider whole) {
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
                    if (e.kind() != FailureKind.TIMEOUT) {
                        throw e;
                    }
                    return super.stat(name);
                }
            }
        };
    }
}
