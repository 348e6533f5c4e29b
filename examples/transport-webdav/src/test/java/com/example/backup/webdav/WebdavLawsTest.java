package com.example.backup.webdav;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowgateway.backup.tck.TransportFixture;
import org.flowgateway.backup.tck.TransportLaws;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Laws of a transport on Apache over HTTPS. */
class WebdavLawsTest extends TransportLaws {

    private static final AtomicInteger FRESH = new AtomicInteger();

    @TempDir
    static Path base;

    private static ApacheServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = new ApacheServer(base, true);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected TransportFixture newFixture() {
        WebdavTransport transport = new WebdavTransport(WebdavTestConfiguration.trusting(server));
        return TransportFixture.of(transport, server.target("Größe 1/" + FRESH.incrementAndGet()))
                .withPassword(ApacheServer.PASSWORD)
                .withCleanup(transport::deactivate);
    }
}
