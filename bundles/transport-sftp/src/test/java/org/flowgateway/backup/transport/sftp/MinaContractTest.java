package org.flowgateway.backup.transport.sftp;

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

    private SftpServerFixture server;
    private SftpTransport transport;

    @AfterEach
    void stop() throws Exception {
        transport.deactivate();
        server.server().close();
    }

    /** The server under test, not started yet. */
    MinaServer server(Path root) throws Exception {
        return new MinaServer(root);
    }

    @Override
    protected TransportProvider provider() throws Exception {
        server = SftpServerFixture.mina(base, server(SftpServerFixture.home(base)));
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
}
