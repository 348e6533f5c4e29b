package com.example.backup.webdav;

import java.nio.file.Path;
import org.flowgateway.backup.tck.SecretLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.io.TempDir;

/** Law 11, for all output and logs. */
class WebdavSecretTest extends SecretLaws {

    @TempDir
    Path base;

    @Override
    protected TransportFixture newFixture() throws Exception {
        ApacheServer server = new ApacheServer(base, true);
        WebdavTransport transport = new WebdavTransport(WebdavTestConfiguration.trusting(server));
        return TransportFixture.of(transport, server.target("r"))
                .withPassword(ApacheServer.PASSWORD)
                .withRefusedPassword("canary-of-a-wrong-one")
                .withCleanup(server::close)
                .withCleanup(transport::deactivate);
    }
}
