package org.flowgateway.backup.transport.sftp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportFixture;

/**
 * Server of one test, and how to log in to it.
 *
 * @param server running server
 * @param port on loopback
 * @param configuration of a transport that can log in
 * @param username user that logs in
 * @param password of the user; empty for a login by key
 * @param path of the target on the server
 * @param directory the same directory on this machine's disk
 */
record SftpServerFixture(
        AutoCloseable server,
        int port,
        SftpTestConfiguration configuration,
        String username,
        Optional<String> password,
        String path,
        Path directory) {

    /** Starts Apache MINA, with a password and a path below the login's home directory. */
    static SftpServerFixture mina(Path base) throws Exception {
        return mina(base, new MinaServer(home(base)));
    }

    /** Starts a server of Apache MINA in {@link #home}. */
    static SftpServerFixture mina(Path base, MinaServer server) {
        server.start();
        return new SftpServerFixture(
                server,
                server.port(),
                SftpTestConfiguration.with(knownHosts(base)),
                MinaServer.USERNAME,
                Optional.of(MinaServer.PASSWORD),
                "backups",
                base.resolve("home/backups"));
    }

    /** Starts OpenSSH, with a key and an absolute path. */
    static SftpServerFixture openSsh(Path base) throws Exception {
        OpenSshServer server = OpenSshServer.start(base.resolve("server"));
        Path directory = base.resolve("backups");
        return new SftpServerFixture(
                server,
                server.port(),
                SftpTestConfiguration.with(knownHosts(base)).key(server.clientKey()),
                System.getProperty("user.name"),
                Optional.empty(),
                directory.toString(),
                directory);
    }

    /** Creates the directory that users of Apache MINA see as their root. */
    static Path home(Path base) throws Exception {
        return Files.createDirectories(base.resolve("home"));
    }

    /** File of known host keys. */
    static Path knownHosts(Path base) {
        return base.resolve("known_hosts");
    }

    /** Returns a fixture for the suites of the test kit, which ends this server. */
    TransportFixture laws() {
        return laws(configuration);
    }

    /** Returns a fixture with a transport of a configuration, which ends this server. */
    TransportFixture laws(SftpTestConfiguration ofTransport) {
        SftpTransport transport = new SftpTransport(ofTransport);
        TransportFixture fixture = TransportFixture.of(transport, target())
                .withDirectory(directory)
                .withEntrances(this::target, new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .withCleanup(server)
                .withCleanup(transport::deactivate);
        return password.map(fixture::withPassword).orElse(fixture);
    }

    SftpTransport transport() {
        return new SftpTransport(configuration);
    }

    TransportTarget target() {
        return target(port);
    }

    /** Returns the target, reached through another port. */
    TransportTarget target(int otherPort) {
        return new TransportTarget("sftp", "127.0.0.1:" + otherPort, username, path);
    }
}
