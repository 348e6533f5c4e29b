package org.flowgateway.backup.tck.broken;

import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Law 9: directories stay when the last object below them is removed, so each backup that was removed still has one. */
public final class LeavesDirectories extends DirectoryTransport {

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) {
        return new DirectorySession(Path.of(target.path())) {
            @Override
            void removeEmpty(Path directory) {
                // As if directories were for free.
            }
        };
    }
}
