package org.flowgateway.backup.transport.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.ErrorsPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Transports and sessions that end with the test. */
abstract class SftpFixture {

    static final BytesSource SOURCE = BytesSource.random(1000, 1);

    @TempDir
    Path base;

    private final List<SftpTransport> transports = new ArrayList<>();
    private final List<AutoCloseable> servers = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        transports.forEach(SftpTransport::deactivate);
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    <T extends AutoCloseable> T ending(T server) {
        servers.add(server);
        return server;
    }

    Path knownHosts() {
        return base.resolve("state/known_hosts");
    }

    Configured configured() {
        return Configured.with(knownHosts());
    }

    SftpTransport transport(Configured configuration) {
        return transport(configuration, Map.of());
    }

    SftpTransport transport(Configured configuration, Map<String, String> environment) {
        SftpTransport transport = new SftpTransport(configuration, environment);
        transports.add(transport);
        return transport;
    }

    /** A session on a directory of this test's on a server that lets its own key in. */
    TransportSession session(OpenSshServer server) throws TransportException {
        return session(transport(configured().key(server.clientKey())), server);
    }

    TransportSession session(SftpTransport transport, OpenSshServer server) throws TransportException {
        return transport.open(target(server.port()), Optional.empty());
    }

    TransportSession session(SftpTransport transport, MinaServer server, String password) throws TransportException {
        return transport.open(new TransportTarget("sftp", "127.0.0.1:" + server.port(), MinaServer.USERNAME, "backups"),
                Optional.of(new Secret(password.toCharArray())));
    }

    TransportTarget target(int port) {
        return new TransportTarget("sftp", "127.0.0.1:" + port, System.getProperty("user.name"), base.resolve("backups").toString());
    }

    /** What lies below the directory of {@link #target} on the server's disk, temporary files among it. */
    List<String> onDisk() throws IOException {
        Path root = base.resolve("backups");
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> !path.equals(root)).map(path -> root.relativize(path).toString()).sorted().toList();
        }
    }

    static ObjectName name(String value) {
        return new ObjectName(value);
    }

    /** What a call fails with, told as it is documented. */
    static TransportException failure(ThrowingCallable call) {
        TransportException failure = catchThrowableOfType(TransportException.class, call);
        assertThat(failure).as("a failure was expected").isNotNull();
        ErrorsPage.OURS.assertDocuments(failure);
        return failure;
    }

    static byte[] content(TransportSession from, ObjectName name) throws IOException {
        try (InputStream stream = from.read(name)) {
            return stream.readAllBytes();
        }
    }
}
