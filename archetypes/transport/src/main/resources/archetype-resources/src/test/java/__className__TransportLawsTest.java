package ${package};

import java.nio.file.Path;
import org.flowgateway.backup.tck.TransportLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.io.TempDir;

/** Laws of a transport. Each test's name begins with the number of its law. */
class ${className}TransportLawsTest extends TransportLaws {

    @TempDir
    Path directory;

    @Override
    protected TransportFixture newFixture() throws Exception {
        return ${className}Fixture.create(directory);
    }
}
