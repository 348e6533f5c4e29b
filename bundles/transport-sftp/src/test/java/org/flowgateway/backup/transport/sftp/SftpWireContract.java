package org.flowgateway.backup.transport.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Impostor;
import org.flowgateway.backup.tck.WireContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Laws of an unreliable connection, on any server. */
abstract class SftpWireContract extends WireContract {

    private static final int TIMEOUT_SECONDS = 4;

    @TempDir
    Path base;

    private SftpServerFixture server;
    private SftpTransport transport;

    /** Starts the server of a test. */
    abstract SftpServerFixture start() throws Exception;

    @AfterEach
    void stop() throws Exception {
        transport.deactivate();
        server.server().close();
    }

    @Override
    protected TransportProvider provider() throws Exception {
        server = start();
        transport = new SftpTransport(server.configuration().waiting(TIMEOUT_SECONDS, TIMEOUT_SECONDS));
        return transport;
    }

    @Override
    protected int serverPort() {
        return server.port();
    }

    @Override
    protected TransportTarget target(int port) {
        return server.target(port);
    }

    @Override
    protected Optional<String> password() {
        return server.password();
    }

    @Override
    protected Duration timeout() {
        return Duration.ofSeconds(TIMEOUT_SECONDS);
    }

    @Override
    protected Optional<Impostor> impostor() throws Exception {
        return Optional.of(SshImpostor.start(base, SftpServerFixture.knownHosts(base)));
    }

    /** Hidden files too. */
    @Override
    protected void assertNothingLeft() throws Exception {
        try (Stream<Path> left = Files.list(server.directory())) {
            assertThat(left).isEmpty();
        }
    }
}
