package org.flowgateway.backup.transport.sftp;

import java.nio.file.Files;
import java.nio.file.Path;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportFixture;
import org.flowgateway.backup.tck.TransportLaws;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Laws of a transport on OpenSSH, with a key. */
class OpenSshLawsTest extends TransportLaws {

    @TempDir
    static Path base;

    private static OpenSshServer server;

    @BeforeAll
    static void start() throws Exception {
        server = OpenSshServer.start(base.resolve("server"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Override
    protected TransportFixture newFixture() throws Exception {
        SftpTransport transport = new SftpTransport(
                SftpTestConfiguration.with(base.resolve("known_hosts")).key(server.clientKey()));
        Path directory = Files.createTempDirectory(base, "store").resolve("backups");
        TransportTarget target = new TransportTarget(
                "sftp", "127.0.0.1:" + server.port(), System.getProperty("user.name"), directory.toString());
        return TransportFixture.of(transport, target).withDirectory(directory).withCleanup(transport::deactivate);
    }
}
