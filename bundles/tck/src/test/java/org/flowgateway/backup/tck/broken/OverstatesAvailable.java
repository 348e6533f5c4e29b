package org.flowgateway.backup.tck.broken;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 6: more bytes are called available than there are. */
public final class OverstatesAvailable extends BrokenTransport {

    /** @param whole transport to break */
    public OverstatesAvailable(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public InputStream read(ObjectName name) throws TransportException {
                return new FilterInputStream(super.read(name)) {
                    @Override
                    public int available() throws IOException {
                        return super.available() + 1;
                    }
                };
            }
        };
    }
}
