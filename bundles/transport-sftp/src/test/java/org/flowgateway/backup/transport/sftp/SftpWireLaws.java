package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;
import java.time.Duration;
import org.flowgateway.backup.tck.TransportFixture;
import org.flowgateway.backup.tck.WireLaws;
import org.junit.jupiter.api.io.TempDir;

/** Laws of an unreliable connection, on any server. */
abstract class SftpWireLaws extends WireLaws {

    private static final int TIMEOUT_SECONDS = 4;

    @TempDir
    Path base;

    /** Starts the server of a test. */
    abstract SftpServerFixture start() throws Exception;

    @Override
    protected TransportFixture newFixture() throws Exception {
        SftpServerFixture server = start();
        return server.laws(server.configuration().waiting(TIMEOUT_SECONDS, TIMEOUT_SECONDS))
                .withTimeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                .withImpostor(SshImpostor.start(base, SftpServerFixture.knownHosts(base)));
    }
}
