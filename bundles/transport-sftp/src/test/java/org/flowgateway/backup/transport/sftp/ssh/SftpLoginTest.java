package org.flowgateway.backup.transport.sftp.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.sftp.MinaServer;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.flowgateway.backup.transport.sftp.SftpFixture;
import org.flowgateway.backup.transport.sftp.SftpTransport;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Login methods, and the messages of refused logins. */
class SftpLoginTest extends SftpFixture {

    private static final String WRONG = "canary-wrong-5b0c";

    @Test
    @DisplayName("a password logs in, and a wrong one is AUTHENTICATION, tried once and in no message")
    void password() throws Exception {
        MinaServer server = ending(new MinaServer(base).start());
        SftpTransport transport = transport(configured());
        session(transport, server, MinaServer.PASSWORD).probe();
        assertRefused(session(transport, server, WRONG));
        assertThat(server.tried()).containsExactly("password backup", "password backup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Password: ", "backup's Password: ", "Passwort für backup: ", "パスワード"})
    @DisplayName("a password prompt gets the password once, in any language")
    void keyboardInteractive(String prompt) throws Exception {
        MinaServer server = ending(new MinaServer(base).asking(prompt).start());
        SftpTransport transport = transport(configured());
        session(transport, server, MinaServer.PASSWORD).probe();
        assertRefused(session(transport, server, WRONG));
        assertThat(server.tried()).containsExactly("answer backup", "answer backup");
    }

    @ParameterizedTest(name = "{0} with passphrase [{1}]")
    @CsvSource({"ed25519, ''", "ed25519, open sesame", "ecdsa, ''", "ecdsa, open sesame", "rsa, ''", "rsa, ünïcode"})
    @DisplayName("a configured private key logs in, without a password, and with one that the server does not want")
    void privateKey(String type, String passphrase) throws Exception {
        OpenSshServer server = ending(OpenSshServer.start(base.resolve("server")));
        Path key = server.admit(OpenSshServer.makeKey(base.resolve("key"), type, passphrase));
        SftpTransport transport = transport(configured().key(key), Map.of("GATEWAY_SSH_KEY_PASSPHRASE", passphrase));
        session(transport, server).probe();
        transport
                .open(target(server.port()), Optional.of(new Secret(WRONG.toCharArray())))
                .probe();
    }

    @Test
    @DisplayName("a server that rejects the key gets the password")
    void keyThenPassword() throws Exception {
        MinaServer server = ending(new MinaServer(base).start());
        SftpTransport transport =
                transport(configured().key(OpenSshServer.makeKey(base.resolve("key"), "ed25519", "")));
        session(transport, server, MinaServer.PASSWORD).probe();
        assertThat(server.tried()).containsExactly("password backup");
    }

    @Test
    @DisplayName("a rejected key is AUTHENTICATION")
    void unknownKey() throws Exception {
        OpenSshServer server = ending(OpenSshServer.start(base.resolve("server")));
        assertRefused(session(
                transport(configured().key(OpenSshServer.makeKey(base.resolve("key"), "ed25519", ""))), server));
    }

    @Test
    @DisplayName("an invalid key is AUTHENTICATION, naming the file and what to do, never the passphrase")
    void unusableKey() throws Exception {
        OpenSshServer server = ending(OpenSshServer.start(base.resolve("server")));
        Path locked = OpenSshServer.makeKey(base.resolve("locked"), "ed25519", "open sesame");
        assertThat(assertMessage(refused(server, locked, ""), SftpMessage.KEY_PASSPHRASE_REQUIRED))
                .hasMessageContaining(locked.toString())
                .hasMessageContaining(PrivateKeyFile.PASSPHRASE);
        assertThat(assertMessage(refused(server, locked, WRONG), SftpMessage.KEY_PASSPHRASE_WRONG))
                .hasMessageContaining(locked.toString())
                .hasMessageContaining(PrivateKeyFile.PASSPHRASE);
        Path missing = base.resolve("missing");
        assertThat(assertMessage(refused(server, missing, ""), SftpMessage.KEY_UNREADABLE))
                .hasMessageContaining(missing.toString());
        Path text = Files.writeString(base.resolve("text"), "no key");
        assertThat(assertMessage(refused(server, text, ""), SftpMessage.KEY_INVALID))
                .hasMessageContaining(text.toString());
    }

    @Test
    @DisplayName("the session copies the caller's password, and works after the caller wiped it")
    void callersSecret() throws Exception {
        MinaServer server = ending(new MinaServer(base).start());
        Secret secret = new Secret(MinaServer.PASSWORD.toCharArray());
        try (TransportSession session = transport(configured())
                .open(
                        new TransportTarget("sftp", "127.0.0.1:" + server.port(), MinaServer.USERNAME, "backups"),
                        Optional.of(secret))) {
            secret.close();
            session.probe();
        }
    }

    private TransportException refused(OpenSshServer server, Path key, String passphrase) throws TransportException {
        SftpTransport transport = transport(configured().key(key), Map.of("GATEWAY_SSH_KEY_PASSPHRASE", passphrase));
        return assertRefused(session(transport, server));
    }

    private static TransportException assertRefused(TransportSession session) {
        TransportException failure = failure(session::probe);
        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure(session::probe).kind())
                .as("the session stays refused, and does not try again")
                .isEqualTo(FailureKind.AUTHENTICATION);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(WRONG);
        }
        return failure;
    }
}
