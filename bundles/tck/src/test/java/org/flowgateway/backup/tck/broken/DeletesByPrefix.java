package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 9: a delete removes every object whose name begins with the given one, as a store does that deletes by prefix. */
public final class DeletesByPrefix extends BrokenTransport {

    /** @param whole transport to break */
    public DeletesByPrefix(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public void delete(ObjectName name) throws TransportException {
                int at = name.value().lastIndexOf('/') + 1;
                String parent = name.value().substring(0, at);
                Optional<ObjectName> directory =
                        at == 0 ? Optional.empty() : Optional.of(new ObjectName(parent.substring(0, at - 1)));
                for (ListEntry entry : super.list(directory)) {
                    if (entry.kind() == ListEntry.Kind.OBJECT && (parent + entry.name()).startsWith(name.value())) {
                        super.delete(new ObjectName(parent + entry.name()));
                    }
                }
            }
        };
    }
}
