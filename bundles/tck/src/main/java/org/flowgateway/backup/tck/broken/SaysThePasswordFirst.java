package org.flowgateway.backup.tck.broken;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Law 8: the password leaves before it is known who listens. */
public final class SaysThePasswordFirst extends ToyTransport {

    private final Duration patience;

    /** @param patience how long it waits for a server that says nothing */
    public SaysThePasswordFirst(Duration patience) {
        super(patience);
        this.patience = patience;
    }

    @Override
    ToyConnection line(TransportTarget target, Optional<Secret> password) {
        return new ToyConnection(target, password, patience) {
            @Override
            void logIn(DataInputStream from, DataOutputStream to) throws IOException {
                sayPassword(to);
                identify(from);
                ToyProtocol.check(from);
            }
        };
    }
}
