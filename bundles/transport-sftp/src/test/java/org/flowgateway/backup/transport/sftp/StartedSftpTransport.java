package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;
import org.flowgateway.backup.spi.transport.TransportProvider;

/** SFTP transport for the tests of other modules, with the settings that the product has by default. */
public final class StartedSftpTransport implements AutoCloseable {

    private final SftpTransport transport;

    /** @param knownHosts file of known host keys */
    public StartedSftpTransport(Path knownHosts) {
        transport = new SftpTransport(SftpTestConfiguration.with(knownHosts));
    }

    /** The transport itself. */
    public TransportProvider provider() {
        return transport;
    }

    @Override
    public void close() {
        transport.deactivate();
    }
}
