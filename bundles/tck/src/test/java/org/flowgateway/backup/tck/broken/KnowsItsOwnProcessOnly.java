package org.flowgateway.backup.tck.broken;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Law 12: creation is exclusive in one process only, by a lock and not by the store. */
public final class KnowsItsOwnProcessOnly extends DirectoryTransport {

    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) {
        return new DirectorySession(Path.of(target.path())) {
            @Override
            void publish(Path written, Path file) throws IOException {
                synchronized (OWN) {
                    if (OWN.contains(file) && Files.exists(file)) {
                        throw new FileAlreadyExistsException(file.toString());
                    }
                    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
                    OWN.add(file);
                }
            }
        };
    }

    /** Makes this transport in another process. */
    public static final class Factory implements Callable<TransportProvider> {
        @Override
        public TransportProvider call() {
            return new KnowsItsOwnProcessOnly();
        }
    }
}
