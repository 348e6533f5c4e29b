package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;

/** Calls every method of a transport against a store on a given port, and stops the bundle. */
public final class TransportLifecycle implements Runnable {

    private final int port;

    /** @param port on loopback */
    public TransportLifecycle(Integer port) {
        this.port = port;
    }

    @Override
    public void run() {
        S3Transport transport = new S3Transport(S3TestConfiguration.plainly(), Map.of());
        ObjectName name = new ObjectName("object");
        try (Secret secret = new Secret("secret".toCharArray());
                TransportSession session = transport.open(
                        new TransportTarget("s3+http", "127.0.0.1:" + port + "/backups", "key", "fg1"),
                        Optional.of(secret))) {
            session.probe();
            session.put(name, BytesSource.random(100_000, 1));
            session.list(Optional.empty());
            session.link(name, new ObjectName("copy"));
            try (InputStream stream = session.read(name, 50_000)) {
                stream.readNBytes(10);
            }
            try (InputStream stream = session.read(name)) {
                stream.readNBytes(10);
            }
            session.delete(name);
            transport
                    .open(
                            new TransportTarget("s3+http", "127.0.0.1:" + port + "/backups", "key", "left"),
                            Optional.of(secret))
                    .probe();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        transport.deactivate();
    }
}
