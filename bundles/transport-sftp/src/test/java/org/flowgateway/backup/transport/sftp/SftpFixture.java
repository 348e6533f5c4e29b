package org.flowgateway.backup.transport.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.DiskFixture;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.junit.jupiter.api.AfterEach;

/** Fixture with transports and sessions that end with the test. */
public abstract class SftpFixture extends DiskFixture {

    private final List<SftpTransport> transports = new ArrayList<>();
    private final List<AutoCloseable> servers = new ArrayList<>();

    @AfterEach
    protected void end() throws Exception {
        transports.forEach(SftpTransport::deactivate);
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    protected <T extends AutoCloseable> T ending(T server) {
        servers.add(server);
        return server;
    }

    protected Path knownHosts() {
        return base.resolve("state/known_hosts");
    }

    protected SftpTestConfiguration configured() {
        return SftpTestConfiguration.with(knownHosts());
    }

    protected SftpTransport transport(SftpTestConfiguration configuration) {
        return transport(configuration, Map.of());
    }

    protected SftpTransport transport(SftpTestConfiguration configuration, Map<String, String> environment) {
        SftpTransport transport = new SftpTransport(configuration, environment);
        transports.add(transport);
        return transport;
    }

    /** Fails unless a failure has this message. */
    protected static TransportException assertMessage(TransportException failure, SftpMessage message) {
        assertThat(failure.description().code()).as(failure.getMessage()).isEqualTo(message.code());
        return failure;
    }

    /** Opens a session on this test's directory on a server, by key. */
    protected TransportSession session(OpenSshServer server) throws TransportException {
        return session(transport(configured().key(server.clientKey())), server);
    }

    protected TransportSession session(SftpTransport transport, OpenSshServer server) throws TransportException {
        return transport.open(target(server.port()), Optional.empty());
    }

    protected TransportSession session(SftpTransport transport, MinaServer server, String password)
            throws TransportException {
        return transport.open(
                new TransportTarget("sftp", "127.0.0.1:" + server.port(), MinaServer.USERNAME, "backups"),
                Optional.of(new Secret(password.toCharArray())));
    }

    protected TransportTarget target(int port) {
        return new TransportTarget(
                "sftp",
                "127.0.0.1:" + port,
                System.getProperty("user.name"),
                base.resolve("backups").toString());
    }
}
