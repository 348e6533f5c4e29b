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

/** Laws of an unreliable connection on OpenSSH, with a key. */
class OpenSshWireTest extends WireContract {

    @TempDir
    Path base;

    private OpenSshServer server;
    private SftpTransport transport;

    @AfterEach
    void stop() throws Exception {
        transport.deactivate();
        server.close();
    }

    @Override
    protected TransportProvider provider() throws Exception {
        server = OpenSshServer.start(base.resolve("server"));
        int seconds = (int) timeout().toSeconds();
        transport = new SftpTransport(SftpTestConfiguration.with(base.resolve("known_hosts"))
                .key(server.clientKey())
                .waiting(seconds, seconds));
        return transport;
    }

    @Override
    protected int serverPort() {
        return server.port();
    }

    @Override
    protected TransportTarget target(int port) {
        return new TransportTarget(
                "sftp",
                "127.0.0.1:" + port,
                System.getProperty("user.name"),
                base.resolve("backups").toString());
    }

    @Override
    protected Duration timeout() {
        return Duration.ofSeconds(2);
    }

    @Override
    protected Optional<Impostor> impostor() throws Exception {
        return Optional.of(SshImpostor.start(base, base.resolve("known_hosts")));
    }

    /** Hidden files too. */
    @Override
    protected void assertNothingLeft() throws Exception {
        try (Stream<Path> left = Files.list(base.resolve("backups"))) {
            assertThat(left).isEmpty();
        }
    }
}
