package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;
import org.flowgateway.backup.tck.TransportFixture;
import org.flowgateway.backup.tck.TransportLaws;
import org.junit.jupiter.api.io.TempDir;

/** Laws of a transport on Apache MINA, with a password and a path below the login's home directory. */
class MinaLawsTest extends TransportLaws {

    @TempDir
    Path base;

    /** The server under test, not started yet. */
    MinaServer server(Path root) throws Exception {
        return new MinaServer(root);
    }

    @Override
    protected TransportFixture newFixture() throws Exception {
        return SftpServerFixture.mina(base, server(SftpServerFixture.home(base)))
                .laws();
    }
}
