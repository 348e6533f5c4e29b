package org.flowgateway.backup.transport.local;

import java.nio.file.Path;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.DirectoryContract;
import org.junit.jupiter.api.io.TempDir;

/** Law of symbolic links; further tests are in {@link SymbolicLinkTest}. */
class LocalDirectoryContractTest extends DirectoryContract {

    @TempDir
    Path base;

    @Override
    protected TransportProvider provider() {
        return TestTransport.to(directory());
    }

    @Override
    protected TransportTarget target() {
        return new TransportTarget("local", "", "", "");
    }

    @Override
    protected Path directory() {
        return base.resolve("backups");
    }
}
