package ${package};

import java.nio.file.Path;
import org.flowgateway.backup.tck.DirectoryLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.io.TempDir;

/** Law 10 for symbolic links among the server's files. */
class ${className}DirectoryLawsTest extends DirectoryLaws {

    @TempDir
    Path directory;

    @Override
    protected TransportFixture newFixture() throws Exception {
        return ${className}Fixture.create(directory);
    }
}
