package org.flowgateway.backup.transport.local;

import java.util.Optional;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.Gate;

/** A process of its own that stops in the middle of storing an object, says so on its output, and waits to be killed. */
final class StuckWriter {

    private StuckWriter() {
    }

    /** @param arguments the directory, and the object's name */
    public static void main(String[] arguments) throws Exception {
        Gate gate = new Gate();
        Thread sign = new Thread(() -> {
            gate.awaitReached();
            System.out.print('!');
            System.out.flush();
        });
        sign.start();
        LocalTransport transport = new LocalTransport(new Configured(arguments[0]));
        try (TransportSession session = transport.open(new TransportTarget("local", "", "", ""), Optional.empty())) {
            session.put(new ObjectName(arguments[1]), BytesSource.random(200_000, 1).pausingAfter(100_000, gate));
        }
    }
}
