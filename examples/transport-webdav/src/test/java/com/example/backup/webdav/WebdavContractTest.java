package com.example.backup.webdav;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Laws of a transport on Apache over HTTPS. */
class WebdavContractTest extends TransportContract {

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
    protected TransportProvider provider() {
        return new WebdavTransport(WebdavTestConfiguration.trusting(server));
    }

    @Override
    protected TransportTarget target() {
        return server.target("Größe 1/" + FRESH.incrementAndGet());
    }

    @Override
    protected Optional<String> password() {
        return Optional.of(ApacheServer.PASSWORD);
    }
}
