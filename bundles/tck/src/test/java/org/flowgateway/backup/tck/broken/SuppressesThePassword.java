package org.flowgateway.backup.tck.broken;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 11: a failure that is suppressed by another one holds the password. */
public final class SuppressesThePassword extends BrokenTransport {

    /** @param whole transport to break */
    public SuppressesThePassword(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public InputStream read(ObjectName name) throws TransportException {
                try {
                    return super.read(name);
                } catch (TransportException e) {
                    String text = password.map(secret -> new String(secret.characters()))
                            .orElse("");
                    e.addSuppressed(new IOException("Login with " + text + " failed, too"));
                    throw e;
                }
            }
        };
    }
}
