package org.flowgateway.backup.tck.broken;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Law 1: the temporary name of a put that failed stays. */
public final class LeavesTemporaries extends DirectoryTransport {

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) {
        return new DirectorySession(Path.of(target.path())) {
            @Override
            public void put(ObjectName name, ObjectSource source) throws TransportException {
                try {
                    super.put(name, source);
                } catch (TransportException e) {
                    leave(path(name).resolveSibling(".tmp-" + UUID.randomUUID()), e);
                    throw e;
                }
            }
        };
    }

    private static void leave(Path temporary, TransportException failure) {
        try {
            Files.createDirectories(temporary.getParent());
            Files.createFile(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
