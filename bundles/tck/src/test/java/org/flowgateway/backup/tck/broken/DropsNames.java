package org.flowgateway.backup.tck.broken;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Law 6: names that no backup has are not listed, so a directory seems empty that is not. */
public final class DropsNames extends DirectoryTransport {

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) {
        return new DirectorySession(Path.of(target.path())) {
            @Override
            public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
                return super.list(directory).stream()
                        .filter(entry -> entry.name().matches("[a-z0-9._-]+"))
                        .toList();
            }
        };
    }
}
