package org.flowgateway.backup.transport.sftp.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.MinaServer;
import org.flowgateway.backup.transport.sftp.SftpFixture;
import org.flowgateway.backup.transport.sftp.ssh.KeyboardInteractiveLogin.Asked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts at the login: the password answers one of them, once, and no other. */
class SecondFactorTest extends SftpFixture {

    private final Queue<String> answers = new ConcurrentLinkedQueue<>();

    private MinaServer asking(Asked... requests) throws Exception {
        return ending(new MinaServer(base)
                .questioning(new KeyboardInteractiveLogin(List.of(requests), answers))
                .start());
    }

    private TransportException refused(MinaServer server) throws Exception {
        TransportException failure = failure(() ->
                session(transport(configured()), server, MinaServer.PASSWORD).probe());
        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        return failure;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Verification code: ",
                "Password: ",
                "One-time password: ",
                "Duo two-factor login for backup",
                "Best\u00e4tigungscode: "
            })
    @DisplayName("a prompt after the password never gets the password, and is in the message")
    void second(String prompt) throws Exception {
        MinaServer server = asking(Asked.of("Password: "), Asked.of(prompt));
        TransportException failure = refused(server);
        assertThat(answers).containsExactly(MinaServer.PASSWORD);
        if (!prompt.startsWith("Password")) {
            assertThat(failure).hasMessageContaining('"' + prompt.strip() + '"');
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Verification code: ",
                "Enter PASSCODE:",
                "Response to token:",
                "OTP: ",
                "PIN: ",
                "TOTP for backup: ",
                "One-time password (OATH) for `backup': "
            })
    @DisplayName("a first prompt for a code, a token, an OTP or a PIN never gets the password")
    void first(String prompt) throws Exception {
        assertThat(refused(asking(Asked.of(prompt)))).hasMessageContaining(prompt.strip());
        assertThat(answers).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Passwort: ", "Mot de passe\u00a0: ", "Pinewood's Password:", "(backup@host) Password: "})
    @DisplayName("a prompt for the password gets it, in any language, also without a text")
    void password(String prompt) throws Exception {
        session(transport(configured()), asking(Asked.of(prompt)), MinaServer.PASSWORD)
                .probe();
        assertThat(answers).containsExactly(MinaServer.PASSWORD);
    }

    @Test
    @DisplayName("several prompts at once, and a prompt with echo, do not get the password")
    void notForThePassword() throws Exception {
        assertThat(refused(asking(Asked.of("Password: ", "Verification code: "))))
                .hasMessageContaining("Password: Verification code:");
        assertThat(refused(asking(new Asked("", true, List.of("Favourite colour? ")))))
                .hasMessageContaining("Favourite colour?");
        assertThat(answers).isEmpty();
    }

    @Test
    @DisplayName("a request with a text and no prompt gets an empty answer")
    void textOnly() throws Exception {
        session(
                        transport(configured()),
                        asking(new Asked("Welcome", false, List.of()), Asked.of("Password: ")),
                        MinaServer.PASSWORD)
                .probe();
        assertThat(answers).containsExactly(MinaServer.PASSWORD);
    }

    @Test
    @DisplayName("a password that must be changed is reported")
    void expired() throws Exception {
        MinaServer server = asking(
                Asked.of("Password: "),
                new Asked("You are required to change your password immediately.", false, List.of("New password: ")));
        assertThat(refused(server))
                .hasMessageContaining("has expired")
                .hasMessageContaining("required to change your password");
        assertThat(answers).containsExactly(MinaServer.PASSWORD);
    }

    @Test
    @DisplayName("a password sent by password authentication is not sent again to a prompt")
    void passwordThenQuestion() throws Exception {
        MinaServer server = new MinaServer(base)
                .questioningAfterPassword(new KeyboardInteractiveLogin(List.of(Asked.of("Password: ")), answers));
        TransportException failure = refused(ending(server.start()));
        assertThat(failure).hasMessageContaining("\"Password:\"");
        assertThat(answers).isEmpty();
        assertThat(server.tried()).containsExactly("password backup");
    }
}
