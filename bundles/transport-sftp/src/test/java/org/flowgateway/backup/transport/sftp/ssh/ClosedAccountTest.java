package org.flowgateway.backup.transport.sftp.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.sftp.OpenSshAccount;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.flowgateway.backup.transport.sftp.SftpFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** OpenSSH with closed accounts. Needs root; skipped otherwise. */
class ClosedAccountTest extends SftpFixture {

    private static final String EXPIRED = ":1:0:1:7:::";

    @BeforeEach
    void needsRoot() throws Exception {
        assumeTrue(OpenSshAccount.isPossible(), "A server that knows further users takes root, and mounts of its own");
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx--x--x"));
    }

    private TransportException refused(OpenSshAccount account, FailureKind kind, String... settings) throws Exception {
        List<String> lines = new ArrayList<>(List.of(settings));
        lines.addAll(List.of("PasswordAuthentication yes", "LogLevel INFO"));
        OpenSshServer server =
                ending(OpenSshServer.start(base.resolve("server"), List.of("ed25519"), lines, account.prefix()));
        TransportException failure = failure(() -> transport(configured())
                .open(
                        new TransportTarget("sftp", "127.0.0.1:" + server.port(), OpenSshAccount.USERNAME, "backups"),
                        Optional.of(new Secret(OpenSshAccount.PASSWORD.toCharArray())))
                .probe());
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        return failure;
    }

    @Test
    @DisplayName("an expired password is reported, with the server's text")
    void expiredPassword() throws Exception {
        assertThat(refused(OpenSshAccount.make(base, EXPIRED), FailureKind.AUTHENTICATION, "ForceCommand none"))
                .hasMessageContaining("password")
                .hasMessageContaining("has expired")
                .hasMessageContaining("Your password has expired");
    }

    @Test
    @DisplayName("an expired password is among the possible reasons if the server sends no text")
    void expiredPasswordWithoutAWord() throws Exception {
        assertThat(refused(OpenSshAccount.make(base, EXPIRED), FailureKind.DENIED))
                .hasMessageContaining("has expired");
    }

    @Test
    @DisplayName("an account with the shell nologin, where SFTP needs a shell, is reported")
    void nologin() throws Exception {
        assertThat(refused(OpenSshAccount.make(base), FailureKind.DENIED, "ForceCommand /usr/lib/openssh/sftp-server"))
                .hasMessageContaining("\"This account is currently not available.\"")
                .hasMessageContaining("no shell that starts SFTP");
    }

    @Test
    @DisplayName(
            "a ChrootDirectory with write permission for others is reported: the login succeeds, and the connection ends")
    void badChroot() throws Exception {
        Path open = Files.createDirectory(base.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(refused(OpenSshAccount.make(base), FailureKind.CONNECTION_LOST, "ChrootDirectory " + open))
                .hasMessageContaining("let this user log in")
                .hasMessageContaining("ChrootDirectory");
    }
}
