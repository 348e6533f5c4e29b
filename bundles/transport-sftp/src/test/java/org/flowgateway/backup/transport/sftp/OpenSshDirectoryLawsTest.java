package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;
import org.flowgateway.backup.tck.DirectoryLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.io.TempDir;

/** Law of symbolic links, on OpenSSH. */
class OpenSshDirectoryLawsTest extends DirectoryLaws {

    @TempDir
    Path base;

    @Override
    protected TransportFixture newFixture() throws Exception {
        return SftpServerFixture.openSsh(base).laws();
    }
}
