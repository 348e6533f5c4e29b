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

/** Law 6: only the first page of a listing is read. Stores return 1,000 names per page. */
public final class ListsOnePage extends BrokenTransport {

    /** @param whole transport to break */
    public ListsOnePage(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            private static final int PAGE = 1_000;

            @Override
            public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
                return super.list(directory).stream().limit(PAGE).toList();
            }
        };
    }
}
