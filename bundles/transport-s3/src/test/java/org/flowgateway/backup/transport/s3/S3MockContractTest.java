package org.flowgateway.backup.transport.s3;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Laws of a transport on S3Mock. */
class S3MockContractTest extends TransportContract {

    @TempDir
    static Path base;

    private static S3Server server;

    private S3Transport transport;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.s3Mock(S3Server.program("s3mock.jar"), base, "backups");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @AfterEach
    void stop() {
        transport.deactivate();
    }

    @Override
    protected TransportProvider provider() {
        transport = new S3Transport(S3TestConfiguration.plainly(), Map.of());
        return transport;
    }

    @Override
    protected TransportTarget target() throws Exception {
        return new TransportTarget(
                "s3+http",
                "127.0.0.1:" + server.port() + "/backups",
                S3Server.ACCESS_KEY,
                "gateways/" + Files.createTempDirectory(base, "t").getFileName());
    }

    @Override
    protected Optional<String> password() {
        return Optional.of(S3Server.SECRET);
    }
}
