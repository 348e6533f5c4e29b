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

/** Law 6: a skip reports the bytes that were asked for, and not those that were left out. */
public final class OverstatesSkips extends BrokenTransport {

    /** @param whole transport to break */
    public OverstatesSkips(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public InputStream read(ObjectName name) throws TransportException {
                return new FilterInputStream(super.read(name)) {
                    @Override
                    public long skip(long count) throws IOException {
                        super.skip(Math.min(count, 8192));
                        return count;
                    }
                };
            }
        };
    }
}
