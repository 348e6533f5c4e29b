package org.flowgateway.backup.transport.local;

import java.nio.file.Path;
import org.flowgateway.backup.tck.TransportFixture;
import org.flowgateway.backup.tck.TransportLaws;
import org.junit.jupiter.api.io.TempDir;

/** Laws of a transport. */
class LocalTransportLawsTest extends TransportLaws {

    @TempDir
    Path base;

    @Override
    protected TransportFixture newFixture() {
        return LocalLaws.fixture(TestTransport::to, base);
    }
}
