package org.flowgateway.backup.transport.local;

import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.SecretContract;
import org.junit.jupiter.api.io.TempDir;

/** Law of secrets; local targets need no password, and must not reveal one. */
class LocalSecretTest extends SecretContract {

    @TempDir
    Path directory;

    @Override
    protected TransportProvider provider() {
        return TestTransport.to(directory.resolve("backups"));
    }

    @Override
    protected TransportTarget target() {
        return new TransportTarget("local", "", "", "");
    }

    @Override
    protected Optional<String> password() {
        return Optional.of("canary-3f8a");
    }
}
