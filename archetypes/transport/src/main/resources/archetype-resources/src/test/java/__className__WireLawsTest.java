package ${package};

import java.nio.file.Path;
import org.flowgateway.backup.tck.WireLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.io.TempDir;

/** Laws of a transport over an unreliable connection. */
class ${className}WireLawsTest extends WireLaws {

    @TempDir
    Path directory;

    @Override
    protected TransportFixture newFixture() throws Exception {
        return ${className}Fixture.createWithImpostor(directory);
    }
}
