package org.flowgateway.backup.transport.sftp;

import java.nio.file.Files;
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

    private MinaServer server;
    private SftpTransport transport;

    @AfterEach
    void stop() {
        transport.deactivate();
        server.close();
    }

    @Override
    protected TransportProvider provider() throws Exception {
        server = new MinaServer(Files.createDirectories(base.resolve("home"))).start();
        transport = new SftpTransport(SftpTestConfiguration.with(base.resolve("known_hosts")));
        return transport;
    }

    @Override
    protected TransportTarget target() {
        return new TransportTarget("sftp", "127.0.0.1:" + server.port(), MinaServer.USERNAME, "backups");
    }

    @Override
    protected Optional<String> password() {
        return Optional.of(MinaServer.PASSWORD);
    }

    @Override
    protected Optional<String> wrongPassword() {
        return Optional.of("canary-but-wrong");
    }
}
