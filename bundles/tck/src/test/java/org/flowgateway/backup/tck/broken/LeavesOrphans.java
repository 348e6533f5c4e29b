package org.flowgateway.backup.tck.broken;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Law 9: temporary names of dead sessions keep a directory, although its last object was deleted. */
public final class LeavesOrphans extends DirectoryTransport {

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) {
        return new DirectorySession(Path.of(target.path())) {
            @Override
            Path written(Path file, ObjectName name, ObjectSource source) throws IOException {
                Path orphan = file.resolveSibling(".tmp-" + UUID.randomUUID());
                try {
                    return super.written(file, name, source);
                } catch (TransportException e) {
                    if (e.kind() == FailureKind.CLOSED) {
                        Files.createDirectories(orphan.getParent());
                        Files.createFile(orphan);
                    }
                    throw e;
                }
            }

            @Override
            void sweep(Path directory) {
                // Broken on purpose.
            }
        };
    }
}
