package org.flowgateway.backup.transport.local;

import java.nio.file.Path;
import org.flowgateway.backup.tck.DirectoryLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.io.TempDir;

/** Law of symbolic links; further tests are in {@link SymbolicLinkTest}. */
class LocalDirectoryLawsTest extends DirectoryLaws {

    @TempDir
    Path base;

    @Override
    protected TransportFixture newFixture() {
        return LocalLaws.fixture(TestTransport::to, base);
    }
}
