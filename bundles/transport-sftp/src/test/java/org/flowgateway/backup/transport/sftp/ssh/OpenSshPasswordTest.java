package org.flowgateway.backup.transport.sftp.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.sftp.OpenSshAccount;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.flowgateway.backup.transport.sftp.SftpFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** OpenSSH with a password. Needs root; skipped otherwise. */
class OpenSshPasswordTest extends SftpFixture {

    private static final String USERNAME = OpenSshAccount.USERNAME;
    private static final String PASSWORD = OpenSshAccount.PASSWORD;

    private OpenSshServer server;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(OpenSshAccount.isPossible(), "A server that knows further users takes root, and mounts of its own");
        OpenSshAccount account = OpenSshAccount.make(base);
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx--x--x"));
        server = ending(OpenSshServer.start(
                base.resolve("server"), List.of("ed25519"), List.of("PasswordAuthentication yes"), account.prefix()));
    }

    private TransportSession open(String password, String path) throws TransportException {
        return transport(configured())
                .open(
                        new TransportTarget("sftp", "127.0.0.1:" + server.port(), USERNAME, path),
                        Optional.of(new Secret(password.toCharArray())));
    }

    @Test
    @DisplayName("a password logs in, and a relative path starts at the login's home directory")
    void password() throws Exception {
        TransportSession session = open(PASSWORD, "backups");
        session.probe();
        session.put(name("d/object"), SOURCE);
        assertThat(base.resolve("home/backups/d/object")).hasBinaryContent(SOURCE.bytes());
        assertThat(server.logWith("Accepted password for")).contains("Accepted password for " + USERNAME);
    }

    @Test
    @DisplayName("a wrong password is AUTHENTICATION, is tried once, and is in no message")
    void wrongPassword() throws Exception {
        TransportException failure =
                failure(() -> open("canary-wrong", "backups").probe());
        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure.toString() + failure.getCause()).doesNotContain("canary");
        assertThat(server.logWith("Failed password for")).containsOnlyOnce("Failed password for " + USERNAME);
    }

    @Test
    @DisplayName("a directory without write or search permission is DENIED and never counts as empty")
    void denied() throws Exception {
        Path guarded = Files.createDirectory(
                base.resolve("guarded"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        TransportSession reader = open(PASSWORD, guarded.toString());
        assertThat(failure(reader::probe).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> reader.put(name("object"), SOURCE)).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(reader.list(Optional.empty())).isEmpty();
        Files.setPosixFilePermissions(guarded, PosixFilePermissions.fromString("rwx------"));
        assertThat(failure(() -> reader.list(Optional.empty())).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> reader.stat(name("object"))).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> open(PASSWORD, guarded + "/below").probe()).kind())
                .isEqualTo(FailureKind.DENIED);
    }
}
