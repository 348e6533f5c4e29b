package ${package};

import java.nio.file.Path;
import org.flowgateway.backup.tck.ProcessLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.io.TempDir;

/** Memory, descriptors and threads. */
class ${className}ProcessLawsTest extends ProcessLaws {

    @TempDir
    Path directory;

    @Override
    protected TransportFixture newFixture() throws Exception {
        return ${className}Fixture.create(directory);
    }
}
