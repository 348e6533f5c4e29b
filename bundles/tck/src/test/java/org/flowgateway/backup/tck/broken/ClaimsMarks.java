package org.flowgateway.backup.tck.broken;

import java.io.FilterInputStream;
import java.io.InputStream;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 6: marks are called supported, but a reset goes nowhere. */
public final class ClaimsMarks extends BrokenTransport {

    /** @param whole transport to break */
    public ClaimsMarks(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public InputStream read(ObjectName name) throws TransportException {
                return new FilterInputStream(super.read(name)) {
                    @Override
                    public boolean markSupported() {
                        return true;
                    }

                    @Override
                    public void reset() {
                        // Broken on purpose.
                    }
                };
            }
        };
    }
}
