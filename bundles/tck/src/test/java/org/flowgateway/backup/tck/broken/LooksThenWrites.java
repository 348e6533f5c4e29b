package org.flowgateway.backup.tck.broken;

import java.io.IOException;
import java.io.InputStream;
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

/** Law 1: a name is checked and then written, although {@code EXCLUSIVE_CREATE} is declared. */
public final class LooksThenWrites extends BrokenTransport {

    /** @param whole transport to break */
    public LooksThenWrites(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public void put(ObjectName name, ObjectSource source) throws TransportException {
                if (session.stat(name).isPresent()) {
                    super.put(name, source);
                    return;
                }
                BytesSource content = BytesSource.of(content(source))
                        .declaringLength(source.length())
                        .declaringSha256(source.sha256());
                session.delete(name);
                super.put(name, content);
            }

            private byte[] content(ObjectSource source) throws TransportException {
                try (InputStream bytes = source.open()) {
                    return bytes.readAllBytes();
                } catch (IOException e) {
                    throw new TransportException(FailureKind.INTEGRITY, "The content cannot be read", e);
                }
            }
        };
    }
}
