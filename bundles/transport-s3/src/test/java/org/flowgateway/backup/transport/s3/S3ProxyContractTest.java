package org.flowgateway.backup.transport.s3;

import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Laws of a transport on S3Proxy, with TLS and a private certificate authority. */
class S3ProxyContractTest extends TransportContract {

    @TempDir
    static Path base;

    private static S3StoreFixture server;

    private S3Transport transport;

    @BeforeAll
    static void start() throws Exception {
        server = S3StoreFixture.s3Proxy(base);
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
        transport = server.transport();
        return transport;
    }

    @Override
    protected TransportTarget target() throws Exception {
        return server.target();
    }

    @Override
    protected Optional<String> password() {
        return server.password();
    }
}
