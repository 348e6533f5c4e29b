package com.example.backup.ftps;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.flowgateway.backup.tck.WireLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Laws of storage over an unreliable connection, with a proxy before both connections. */
class FtpsWireTest extends WireLaws {

    @TempDir
    private static Path directory;

    private static ProftpdServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = new ProftpdServer(directory);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected TransportFixture newFixture() throws Exception {
        return server.proxiedFixture(4)
                .withTimeout(Duration.ofSeconds(4))
                .withImpostor(new FtpsImpostor(Files.createTempDirectory(directory, "impostor")));
    }
}
