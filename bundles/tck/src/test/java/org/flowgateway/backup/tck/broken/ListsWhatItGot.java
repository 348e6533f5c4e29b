package org.flowgateway.backup.tck.broken;

import java.io.EOFException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Law 6: a listing whose connection breaks returns the entries so far. */
public final class ListsWhatItGot extends ToyTransport {

    /** @param timeout how long it waits for a server that does not respond */
    public ListsWhatItGot(Duration timeout) {
        super(timeout);
    }

    @Override
    TransportSession session(ToyConnection connection) {
        return new ToySession(connection) {
            @Override
            public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
                return connection.ask("list", directory, (in, out) -> {
                    out.flush();
                    ToyProtocol.check(in);
                    int count = in.readInt();
                    List<ListEntry> all = new ArrayList<>();
                    try {
                        while (all.size() < count) {
                            all.add(ToyProtocol.entry(in));
                        }
                    } catch (EOFException | SocketException broken) {
                        connection.disconnect();
                    }
                    return all;
                });
            }
        };
    }
}
