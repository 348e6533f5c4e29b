package org.flowgateway.backup.tck.broken;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Law 1: a name is checked, then content is written and renamed to it, which replaces what was stored meanwhile. */
public final class LooksThenRenames extends DirectoryTransport {

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) {
        return new DirectorySession(Path.of(target.path())) {
            @Override
            public void put(ObjectName name, ObjectSource source) throws TransportException {
                if (isObject(path(name))) {
                    super.put(name, source);
                    return;
                }
                try {
                    Files.move(written(path(name), name, source), path(name), StandardCopyOption.ATOMIC_MOVE);
                } catch (TransportException e) {
                    throw e;
                } catch (IOException e) {
                    throw new TransportException(FailureKind.UNKNOWN, name + " cannot be stored", e);
                }
            }
        };
    }
}
