package org.flowgateway.backup.tck.broken;

import java.io.InputStream;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 6: a read from a position starts one byte too early. */
public final class StartsTooEarly extends BrokenTransport {

    /** @param whole transport to break */
    public StartsTooEarly(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public InputStream read(ObjectName name, long offset) throws TransportException {
                return super.read(name, Math.max(0, offset - 1));
            }
        };
    }
}
