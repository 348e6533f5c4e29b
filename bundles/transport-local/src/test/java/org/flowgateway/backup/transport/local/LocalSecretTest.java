package org.flowgateway.backup.transport.local;

import java.nio.file.Path;
import org.flowgateway.backup.tck.SecretLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.io.TempDir;

/** Law of secrets; local targets need no password, and must not reveal one. */
class LocalSecretTest extends SecretLaws {

    @TempDir
    Path base;

    @Override
    protected TransportFixture newFixture() {
        return LocalLaws.fixture(TestTransport::to, base);
    }
}
