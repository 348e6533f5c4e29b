package org.flowgateway.backup.tck.broken;

import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 15: a notice is returned by every call. */
public final class RepeatsNotices extends BrokenTransport {

    /** @param whole transport to break */
    public RepeatsNotices(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public List<String> notices() {
                return List.of("The key of the host was accepted");
            }
        };
    }
}
