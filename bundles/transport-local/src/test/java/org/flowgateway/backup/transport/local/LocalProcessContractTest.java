package org.flowgateway.backup.transport.local;

import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.ProcessContract;
import org.junit.jupiter.api.io.TempDir;

/** Memory, descriptors and threads of the local transport. */
class LocalProcessContractTest extends ProcessContract {

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
