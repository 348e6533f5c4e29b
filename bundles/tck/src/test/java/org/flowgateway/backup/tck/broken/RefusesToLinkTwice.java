package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 14: a name with the same content is a failure, so the unknown outcome of a link cannot be resolved. */
public final class RefusesToLinkTwice extends BrokenTransport {

    /** @param whole transport to break */
    public RefusesToLinkTwice(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public boolean link(ObjectName from, ObjectName to) throws TransportException {
                if (session.stat(to).isPresent()) {
                    throw new TransportException(FailureKind.ALREADY_EXISTS, to + " is taken");
                }
                return super.link(from, to);
            }
        };
    }
}
