package org.flowgateway.backup.transport.sftp;

import java.nio.file.Files;
import java.nio.file.Path;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Laws of a transport on OpenSSH, with a key. */
class OpenSshContractTest extends TransportContract {

    @TempDir
    static Path base;

    private static OpenSshServer server;

    private SftpTransport transport;

    @BeforeAll
    static void start() throws Exception {
        server = OpenSshServer.start(base.resolve("server"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @AfterEach
    void deactivate() {
        transport.deactivate();
    }

    @Override
    protected TransportProvider provider() {
        transport = new SftpTransport(
                SftpTestConfiguration.with(base.resolve("known_hosts")).key(server.clientKey()));
        return transport;
    }

    @Override
    protected TransportTarget target() throws Exception {
        Path fresh = Files.createTempDirectory(base, "store");
        return new TransportTarget(
                "sftp",
                "127.0.0.1:" + server.port(),
                System.getProperty("user.name"),
                fresh.resolve("backups").toString());
    }
}
