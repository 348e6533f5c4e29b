package org.flowgateway.backup.tck.broken;

import java.io.InputStream;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 11: a failure's message holds the password. */
public final class TellsThePassword extends BrokenTransport {

    /** @param whole transport to break */
    public TellsThePassword(TransportProvider whole) {
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
                    String login = password.map(secret -> new String(secret.characters()))
                            .orElse("");
                    throw new TransportException(e.kind(), "Reading " + name + " failed: password=" + login, e);
                }
            }
        };
    }
}
