package org.flowgateway.backup.transport.local;

import java.nio.file.Path;
import org.flowgateway.backup.tck.ProcessLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.io.TempDir;

/** Memory, descriptors and threads of the local transport. */
class LocalProcessLawsTest extends ProcessLaws {

    @TempDir
    Path base;

    @Override
    protected TransportFixture newFixture() {
        return LocalLaws.fixture(TestTransport::to, base);
    }
}
