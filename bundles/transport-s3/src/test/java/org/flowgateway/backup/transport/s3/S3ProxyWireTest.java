package org.flowgateway.backup.transport.s3;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Impostor;
import org.flowgateway.backup.tck.TlsImpostor;
import org.flowgateway.backup.tck.WireContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Laws of an unreliable connection on S3Proxy, with TLS. */
class S3ProxyWireTest extends WireContract {

    private static final int TIMEOUT_SECONDS = 4;

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
        transport = server.transport(TIMEOUT_SECONDS);
        return transport;
    }

    @Override
    protected int serverPort() {
        return server.port();
    }

    @Override
    protected TransportTarget target(int port) throws Exception {
        return server.target(port);
    }

    @Override
    protected Optional<String> password() {
        return server.password();
    }

    @Override
    protected Duration timeout() {
        return Duration.ofSeconds(TIMEOUT_SECONDS);
    }

    @Override
    protected Optional<Impostor> impostor() throws Exception {
        return Optional.of(new TlsImpostor(base));
    }
}
