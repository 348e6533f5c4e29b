package com.example.backup.webdav;

import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.ProcessContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Memory, descriptors and threads of the transport. */
class WebdavProcessTest extends ProcessContract {

    @TempDir
    Path base;

    private ApacheServer server;

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Override
    protected TransportProvider provider() throws Exception {
        server = new ApacheServer(base, true);
        return new WebdavTransport(WebdavTestConfiguration.trusting(server));
    }

    @Override
    protected TransportTarget target() {
        return server.target("r");
    }

    @Override
    protected Optional<String> password() {
        return Optional.of(ApacheServer.PASSWORD);
    }
}
