package com.example.backup.ftps;

import java.nio.file.Path;
import org.flowgateway.backup.tck.ProcessLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Memory, descriptors and threads of this transport. */
class FtpsProcessTest extends ProcessLaws {

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
        return server.fixture(30);
    }
}
