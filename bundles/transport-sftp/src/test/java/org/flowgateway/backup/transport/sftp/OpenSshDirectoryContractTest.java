package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.DirectoryContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Law of symbolic links, on OpenSSH. */
class OpenSshDirectoryContractTest extends DirectoryContract {

    @TempDir
    Path base;

    private OpenSshServer server;
    private SftpTransport transport;

    @AfterEach
    void stop() {
        transport.deactivate();
        server.close();
    }

    @Override
    protected TransportProvider provider() throws Exception {
        server = OpenSshServer.start(base.resolve("server"));
        transport = new SftpTransport(
                SftpTestConfiguration.with(base.resolve("known_hosts")).key(server.clientKey()));
        return transport;
    }

    @Override
    protected TransportTarget target() {
        return new TransportTarget(
                "sftp",
                "127.0.0.1:" + server.port(),
                System.getProperty("user.name"),
                base.resolve("backups").toString());
    }

    @Override
    protected Path directory() {
        return base.resolve("backups");
    }
}
