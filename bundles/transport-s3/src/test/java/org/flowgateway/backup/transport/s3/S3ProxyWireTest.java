package org.flowgateway.backup.transport.s3;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.flowgateway.backup.tck.TlsImpostor;
import org.flowgateway.backup.tck.TransportFixture;
import org.flowgateway.backup.tck.WireLaws;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Laws of an unreliable connection on S3Proxy, with TLS. */
class S3ProxyWireTest extends WireLaws {

    private static final int TIMEOUT_SECONDS = 4;

    @TempDir
    static Path base;

    private static S3StoreFixture server;

    @BeforeAll
    static void start() throws Exception {
        server = S3StoreFixture.s3Proxy(base);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Override
    protected TransportFixture newFixture() throws Exception {
        return server.laws(server.transport(TIMEOUT_SECONDS))
                .withTimeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                .withImpostor(new TlsImpostor(Files.createTempDirectory(base, "impostor")));
    }
}
