package org.flowgateway.backup.tck.broken;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Law 1: content is written under the final name, so other sessions see a part of it, and a failure leaves one. */
public final class StoresInPlace extends DirectoryTransport {

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) {
        return new DirectorySession(Path.of(target.path())) {
            @Override
            public void put(ObjectName name, ObjectSource source) throws TransportException {
                try {
                    Files.createDirectories(path(name).getParent());
                    try (InputStream content = source.open();
                            OutputStream out = Files.newOutputStream(path(name))) {
                        content.transferTo(out);
                    }
                } catch (IOException e) {
                    throw new TransportException(FailureKind.UNKNOWN, name + " cannot be stored", e);
                }
            }
        };
    }
}
