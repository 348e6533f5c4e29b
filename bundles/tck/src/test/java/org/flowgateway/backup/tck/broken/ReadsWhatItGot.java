package org.flowgateway.backup.tck.broken;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 6: an object ends where the connection breaks, as for a reader that does not know the length. */
public final class ReadsWhatItGot extends BrokenTransport {

    /** @param whole transport to break */
    public ReadsWhatItGot(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public InputStream read(ObjectName name) throws TransportException {
                return new ShortStream(super.read(name));
            }
        };
    }

    private static final class ShortStream extends FilterInputStream {
        ShortStream(InputStream stream) {
            super(stream);
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            try {
                return super.read(buffer, offset, count);
            } catch (TransportException e) {
                if (e.kind() != FailureKind.CONNECTION_LOST) {
                    throw e;
                }
                return -1;
            }
        }
    }
}
