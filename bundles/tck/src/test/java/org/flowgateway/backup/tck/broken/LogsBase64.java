package org.flowgateway.backup.tck.broken;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.logging.Logger;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 11: the header of a login is logged, which holds user and password in Base64. */
public final class LogsBase64 extends BrokenTransport {

    /** @param whole transport to break */
    public LogsBase64(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public Probe probe() throws TransportException {
                String text =
                        password.map(secret -> new String(secret.characters())).orElse("");
                Logger.getLogger("broken")
                        .fine("Authorization: Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("user:" + text).getBytes(StandardCharsets.UTF_8)));
                return super.probe();
            }
        };
    }
}
