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

/** Reads a whole object into memory before it stores it. */
public final class HoldsAllInMemory extends BrokenTransport {

    /** @param whole transport to break */
    public HoldsAllInMemory(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public void put(ObjectName name, ObjectSource source) throws TransportException {
                try (InputStream bytes = source.open()) {
                    BytesSource content = BytesSource.of(bytes.readAllBytes());
                    super.put(name, content.declaringLength(source.length()).declaringSha256(source.sha256()));
                } catch (TransportException e) {
                    throw e;
                } catch (IOException e) {
                    throw new TransportException(FailureKind.INTEGRITY, "The content cannot be read", e);
                }
            }
        };
    }
}
