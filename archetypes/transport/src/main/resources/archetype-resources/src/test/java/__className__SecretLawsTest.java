package ${package};

import java.nio.file.Path;
import org.flowgateway.backup.tck.SecretLaws;
import org.flowgateway.backup.tck.TransportFixture;
import org.junit.jupiter.api.io.TempDir;

/** Law 11 for all output and logs. */
class ${className}SecretLawsTest extends SecretLaws {

    @TempDir
    Path directory;

    @Override
    protected TransportFixture newFixture() throws Exception {
        return ${className}Fixture.create(directory);
    }
}
