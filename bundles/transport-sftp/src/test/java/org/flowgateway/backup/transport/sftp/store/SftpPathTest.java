package org.flowgateway.backup.transport.sftp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.transport.sftp.MinaServer;
import org.flowgateway.backup.transport.sftp.SftpFixture;
import org.flowgateway.backup.transport.sftp.SftpTransport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Normalized paths of directories as people write them. */
class SftpPathTest extends SftpFixture {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "~, .",
                "~/, .",
                "., .",
                "~/x, x",
                "~//x/./y/, x/y",
                "\"x \", \"x \"",
                "\" x\", \" x\"",
                "\"/x \", \"/x \"",
                "./~, ./~",
                "./~/x, ./~/x",
                "~/~, ./~",
                "~bob, ~bob",
                "x/~, x/~",
                "/~, /~",
                "/, /",
                "//x//, /x"
            })
    @DisplayName("a path is normalized, and stays so")
    void spelling(String written, String normalized) {
        assertThat(SftpPath.normalized(written)).isEqualTo(normalized);
        assertThat(SftpPath.normalized(normalized)).isEqualTo(normalized);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "~, object",
                "~/x, x/object",
                "\"x \", \"x /object\"",
                "\" x\", \" x/object\"",
                "./~, ~/object",
                "\"/y \", \"y /object\""
            })
    @DisplayName("~ is the login's home directory, and spaces stay")
    void onTheServer(String written, String stored) throws Exception {
        MinaServer server = ending(new MinaServer(Files.createDirectories(base.resolve("home"))).start());
        SftpTransport transport = transport(configured());
        TransportTarget target = transport.complete(
                new TransportTarget("sftp", "127.0.0.1:" + server.port(), MinaServer.USERNAME, written), true);
        try (TransportSession session =
                transport.open(target, Optional.of(new Secret(MinaServer.PASSWORD.toCharArray())))) {
            session.probe();
            session.put(name("object"), BytesSource.random(100, 1));
        }
        assertThat(base.resolve("home").resolve(stored)).isRegularFile();
    }
}
