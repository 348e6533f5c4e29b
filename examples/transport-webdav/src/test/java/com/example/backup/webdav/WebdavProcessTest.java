package com.example.backup.webdav;

import java.nio.file.Path;
import org.flowgateway.backup.tck.ProcessLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.io.TempDir;

/** Memory, descriptors and threads of the transport. */
class WebdavProcessTest extends ProcessLaws {

    @TempDir
    Path base;

    @Override
    protected TransportFixture newFixture() throws Exception {
        ApacheServer server = new ApacheServer(base, true);
        WebdavTransport transport = new WebdavTransport(WebdavTestConfiguration.trusting(server));
        return TransportFixture.of(transport, server.target("r"))
                .withPassword(ApacheServer.PASSWORD)
                .withCleanup(server::close)
                .withCleanup(transport::deactivate);
    }
}
