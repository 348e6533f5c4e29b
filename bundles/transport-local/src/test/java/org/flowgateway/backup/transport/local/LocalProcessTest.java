package org.flowgateway.backup.transport.local;

import java.nio.file.Path;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.ProcessContract;
import org.junit.jupiter.api.io.TempDir;

/** The laws of memory, descriptors and threads. */
class LocalProcessTest extends ProcessContract {

    @TempDir
    Path directory;

    @Override
    protected TransportProvider provider() {
        return new LocalTransport(new Configured(directory.resolve("backups").toString()));
    }

    @Override
    protected TransportTarget target() {
        return new TransportTarget("local", "", "", "");
    }
}
