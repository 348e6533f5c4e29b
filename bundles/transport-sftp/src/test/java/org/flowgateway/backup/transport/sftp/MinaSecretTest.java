package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.SecretContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Law of secrets, with a login that accepts one password and refuses another. */
class MinaSecretTest extends SecretContract {

    @TempDir
    Path base;

    private SftpServerFixture server;
    private SftpTransport transport;

    @AfterEach
    void stop() throws Exception {
        transport.deactivate();
        server.server().close();
    }

    @Override
    protected TransportProvider provider() throws Exception {
        server = SftpServerFixture.mina(base);
        transport = server.transport();
        return transport;
    }

    @Override
    protected TransportTarget target() {
        return server.target();
    }

    @Override
    protected Optional<String> password() {
        return server.password();
    }

    @Override
    protected Optional<String> wrongPassword() {
        return Optional.of("canary-but-wrong");
    }
}
