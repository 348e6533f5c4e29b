package org.flowgateway.backup.tck.broken;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Minimal store that keeps all laws, in a directory of this host, the target's path. Thread-safe. */
public class DirectoryTransport implements TransportProvider {

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) {
        return target;
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        return new DirectorySession(Path.of(target.path()));
    }

    /** Makes this transport in another process. */
    public static final class Factory implements Callable<TransportProvider> {
        @Override
        public TransportProvider call() {
            return new DirectoryTransport();
        }
    }
}
