package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.ProcessContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Memory, descriptors and threads of the transport; the server is another process. */
class OpenSshProcessContractTest extends ProcessContract {

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
        server = SftpServerFixture.openSsh(base);
        transport = server.transport();
        return transport;
    }

    @Override
    protected TransportTarget target() {
        return server.target();
    }
}
