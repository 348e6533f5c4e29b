package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;
import org.flowgateway.backup.tck.SecretLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.io.TempDir;

/** Law of secrets, with a login that accepts one password and refuses another. */
class MinaSecretTest extends SecretLaws {

    @TempDir
    Path base;

    @Override
    protected TransportFixture newFixture() throws Exception {
        return SftpServerFixture.mina(base).laws().withRefusedPassword("canary-but-wrong");
    }
}
