package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 5: an object counts as present if the name of another one begins with its name. */
public final class StatsByPrefix extends BrokenTransport {

    /** @param whole transport to break */
    public StatsByPrefix(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
                Optional<ObjectAttributes> found = super.stat(name);
                return found.isPresent() ? found : longer(name);
            }

            private Optional<ObjectAttributes> longer(ObjectName name) throws TransportException {
                int at = name.value().lastIndexOf('/');
                return super.list(
                                at < 0
                                        ? Optional.empty()
                                        : Optional.of(
                                                new ObjectName(name.value().substring(0, at))))
                        .stream()
                        .filter(entry -> entry.kind() == ListEntry.Kind.OBJECT)
                        .filter(entry -> entry.name().startsWith(name.value().substring(at + 1)))
                        .map(entry -> ObjectAttributes.ofLength(entry.length()))
                        .findFirst();
            }
        };
    }
}
