package org.flowgateway.backup.tck.broken;

import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Law 9: empty directories stay when their last object is removed, one for each removed backup. */
public final class LeavesDirectories extends DirectoryTransport {

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) {
        return new DirectorySession(Path.of(target.path())) {
            @Override
            void removeEmpty(Path directory) {
                // Broken on purpose.
            }
        };
    }
}
