package ${package};

import java.nio.file.Path;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportContract;
import org.junit.jupiter.api.io.TempDir;

/** The laws of a transport. Each test's name begins with the number of its law. */
class ${className}ContractTest extends TransportContract {

    @TempDir
    Path directory;

    @Override
    protected TransportProvider provider() {
        return new ${className}Transport(new Configured(directory.toString()));
    }

    /** YOURS: a place on a real server that no other test uses; and the login's password in {@code password()}. */
    @Override
    protected TransportTarget target() {
        return new TransportTarget(${className}Transport.${className.toUpperCase()}, "host", "user", "backups");
    }
}
