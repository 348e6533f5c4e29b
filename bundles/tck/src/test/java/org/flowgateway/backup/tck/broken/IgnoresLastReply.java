package org.flowgateway.backup.tck.broken;

import java.io.DataInputStream;
import java.time.Duration;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Law 1: a put is over when its last byte was sent; whether the server stored the object is not read. */
public final class IgnoresLastReply extends ToyTransport {

    /** @param timeout how long it waits for a server that does not respond */
    public IgnoresLastReply(Duration timeout) {
        super(timeout);
    }

    @Override
    TransportSession session(ToyConnection connection) {
        return new ToySession(connection) {
            @Override
            void awaitStored(DataInputStream in) {
                connection.disconnect();
            }
        };
    }
}
