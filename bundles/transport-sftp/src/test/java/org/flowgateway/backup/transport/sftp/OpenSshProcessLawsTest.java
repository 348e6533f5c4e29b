package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;
import org.flowgateway.backup.tck.ProcessLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.io.TempDir;

/** Memory, descriptors and threads of the transport; the server is another process. */
class OpenSshProcessLawsTest extends ProcessLaws {

    @TempDir
    Path base;

    @Override
    protected TransportFixture newFixture() throws Exception {
        return SftpServerFixture.openSsh(base).laws();
    }
}
