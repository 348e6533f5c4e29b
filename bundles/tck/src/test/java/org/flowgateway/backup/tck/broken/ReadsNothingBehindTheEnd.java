package org.flowgateway.backup.tck.broken;

import java.io.InputStream;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 6: a position behind the end is an empty rest. */
public final class ReadsNothingBehindTheEnd extends BrokenTransport {

    /** @param whole transport to break */
    public ReadsNothingBehindTheEnd(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public InputStream read(ObjectName name, long offset) throws TransportException {
                try {
                    return super.read(name, offset);
                } catch (TransportException e) {
                    if (e.kind() != FailureKind.INTEGRITY) {
                        throw e;
                    }
                    return InputStream.nullInputStream();
                }
            }
        };
    }
}
