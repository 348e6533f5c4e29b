package ${package};

import java.nio.file.Path;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.ProcessContract;
import org.junit.jupiter.api.io.TempDir;

/** Memory, descriptors and threads of the transport. */
class ${className}ProcessTest extends ProcessContract {

    @TempDir
    Path directory;

    @Override
    protected TransportProvider provider() {
        return new ${className}Transport(new Configured(directory.toString()));
    }

    @Override
    protected TransportTarget target() {
        return new TransportTarget(${className}Transport.${className.toUpperCase()}, "host", "user", "backups");
    }
}
