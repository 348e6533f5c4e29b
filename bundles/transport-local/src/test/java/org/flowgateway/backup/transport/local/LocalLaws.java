package org.flowgateway.backup.transport.local;

import java.nio.file.Path;
import java.util.function.Function;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportFixture;

/** Fixtures of the local transport for the suites of the test kit. */
final class LocalLaws {

    private LocalLaws() {}

    /**
     * Creates a fixture.
     *
     * @param transports creates a transport to a root
     * @param base directory of the test
     */
    static TransportFixture fixture(Function<Path, LocalTransport> transports, Path base) {
        Path root = base.resolve("backups");
        LocalTransport transport = transports.apply(root);
        return TransportFixture.of(transport, new TransportTarget("local", "", "", ""))
                .withPassword("canary-3f8a")
                .withDirectory(root)
                .withCleanup(transport::deactivate);
    }
}
