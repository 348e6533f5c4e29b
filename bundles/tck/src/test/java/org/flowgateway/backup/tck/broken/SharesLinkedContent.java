package org.flowgateway.backup.tck.broken;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 14: a link is a reference to its source and goes with it. */
public final class SharesLinkedContent extends BrokenTransport {

    private final Map<ObjectName, ObjectName> targets = new ConcurrentHashMap<>();

    /** @param whole transport to break */
    public SharesLinkedContent(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public boolean link(ObjectName from, ObjectName to) throws TransportException {
                targets.put(from, to);
                return super.link(from, to);
            }

            @Override
            public void delete(ObjectName name) throws TransportException {
                super.delete(name);
                if (targets.containsKey(name)) {
                    super.delete(targets.remove(name));
                }
            }
        };
    }
}
