package org.flowgateway.backup.transport.sftp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Laws of a transport on Apache MINA, with a password and a path below the login's home directory. */
class MinaContractTest extends TransportContract {

    @TempDir
    Path base;

    private MinaServer server;
    private SftpTransport transport;

    @AfterEach
    void stop() {
        transport.deactivate();
        server.close();
    }

    /** The server under test, not started yet. */
    MinaServer server(Path root) throws Exception {
        return new MinaServer(root);
    }

    @Override
    protected TransportProvider provider() throws Exception {
        server = server(Files.createDirectories(base.resolve("home"))).start();
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
}
