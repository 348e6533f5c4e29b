package org.flowgateway.backup.tck.broken;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.logging.Logger;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 11: the bytes of a login are logged in hexadecimal, at the finest level. */
public final class DumpsThePassword extends BrokenTransport {

    /** @param whole transport to break */
    public DumpsThePassword(TransportProvider whole) {
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
                        .finest("Sent " + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
                return super.probe();
            }
        };
    }
}
