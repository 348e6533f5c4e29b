package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 1: of an object for which there is no space, the first half is stored. */
public final class TruncatesWhenFull extends BrokenTransport {

    /** @param whole transport to break */
    public TruncatesWhenFull(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public void put(ObjectName name, ObjectSource source) throws TransportException {
                try {
                    super.put(name, source);
                } catch (TransportException e) {
                    if (e.kind() == FailureKind.NO_SPACE) {
                        super.put(name, BytesSource.random((int) source.length() / 2, 1));
                    }
                    throw e;
                }
            }
        };
    }
}
