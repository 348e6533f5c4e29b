package org.flowgateway.backup.tck.broken;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Law 8: the password is sent before the host is authenticated. */
public final class SaysThePasswordFirst extends ToyTransport {

    private final Duration timeout;

    /** @param timeout how long it waits for a server that does not respond */
    public SaysThePasswordFirst(Duration timeout) {
        super(timeout);
        this.timeout = timeout;
    }

    @Override
    ToyConnection connection(TransportTarget target, Optional<Secret> password) {
        return new ToyConnection(target, password, timeout) {
            @Override
            void logIn(DataInputStream from, DataOutputStream to) throws IOException {
                sendPassword(to);
                identify(from);
                ToyProtocol.check(from);
            }
        };
    }
}
