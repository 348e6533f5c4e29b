package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import java.util.logging.Logger;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 11: the password is logged, at debug level. */
public final class LogsThePassword extends BrokenTransport {

    /** @param whole transport to break */
    public LogsThePassword(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public Probe probe() throws TransportException {
                Logger.getLogger("broken")
                        .fine("Login with "
                                + password.map(secret -> new String(secret.characters()))
                                        .orElse(""));
                return super.probe();
            }
        };
    }
}
