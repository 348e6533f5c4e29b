package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 6: a listing that is repeated in the middle returns entries twice. */
public final class ListsTwice extends BrokenTransport {

    /** @param whole transport to break */
    public ListsTwice(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws TransportException {
                super.list(directory, consumer);
                super.list(directory, consumer);
            }
        };
    }
}
