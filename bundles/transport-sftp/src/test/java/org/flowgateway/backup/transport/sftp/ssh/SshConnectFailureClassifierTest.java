package org.flowgateway.backup.transport.sftp.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Classification of failures before SFTP is established, by JSch's exceptions and the server's text. */
class SshConnectFailureClassifierTest {

    private static final String HOST = "backups.example";

    private static SshConnectFailureClassifier saying(String text) throws Exception {
        return new SshConnectFailureClassifier(
                SshAddress.of(HOST), text.isEmpty() ? Optional.empty() : Optional.of(text), true);
    }

    private static void assertMessage(TransportException failure, SftpMessage message, FailureKind kind, String text) {
        assertThat(failure.description().code()).as(failure.getMessage()).isEqualTo(message.code());
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining(HOST).hasMessageContaining(text);
    }

    @ParameterizedTest
    @CsvSource({
        "Your password has expired, PASSWORD_EXPIRED",
        "This account is currently not available., ACCOUNT_CLOSED",
        "Exceeded MaxStartups, BUSY",
        "System is going down, NOT_OPEN"
    })
    @DisplayName(
            "a text whose meaning is known is reported with its meaning at each step, and decides the kind with it")
    void recognized(String text, RefusalReason reason) throws Exception {
        assertMessage(
                saying(text).of(new JSchException("Auth fail"), false, false),
                reason.loginRefused(),
                FailureKind.AUTHENTICATION,
                text);
        assertMessage(
                saying(text).of(new SocketException("reset"), true, false),
                reason.connectBroken(),
                FailureKind.CONNECTION_LOST,
                text);
        assertMessage(
                saying(text).of(new IOException("channel is not opened"), false, true),
                reason.noSftp(),
                reason == RefusalReason.PASSWORD_EXPIRED ? FailureKind.AUTHENTICATION : FailureKind.DENIED,
                text);
    }

    @Test
    @DisplayName("any other text is reported as it is")
    void otherText() throws Exception {
        String text = "Hello";
        assertMessage(
                saying(text).of(new JSchException("Auth fail"), false, false),
                SftpMessage.LOGIN_REFUSED_WITH_TEXT,
                FailureKind.AUTHENTICATION,
                text);
        assertMessage(
                saying(text).of(new SocketException("reset"), true, false),
                SftpMessage.CONNECT_BROKEN_WITH_TEXT,
                FailureKind.CONNECTION_LOST,
                text);
        assertMessage(
                saying(text).of(new IOException("channel is not opened"), false, true),
                SftpMessage.NO_SFTP_WITH_TEXT,
                FailureKind.DENIED,
                text);
    }

    @Test
    @DisplayName("without a text the step and the exception decide")
    void noText() throws Exception {
        assertMessage(
                saying("").of(new JSchException("Auth fail"), false, false),
                SftpMessage.LOGIN_REFUSED,
                FailureKind.AUTHENTICATION,
                "password");
        assertMessage(
                saying("").of(new SocketException("reset"), false, false),
                SftpMessage.CONNECT_BROKEN,
                FailureKind.CONNECTION_LOST,
                "network");
        assertMessage(
                saying("").of(new SocketException("reset"), false, true),
                SftpMessage.ENDED_AFTER_LOGIN,
                FailureKind.CONNECTION_LOST,
                "ChrootDirectory");
        assertMessage(
                saying("").of(new IOException("inputstream is closed"), false, true),
                SftpMessage.SFTP_ENDED,
                FailureKind.DENIED,
                "expired");
        assertMessage(
                saying("data packet referred to nonexistent channel 0")
                        .of(new IOException("session is down"), true, true),
                SftpMessage.SFTP_ENDED,
                FailureKind.DENIED,
                "expired");
        assertMessage(
                saying("").of(new IOException("channel is not opened"), false, true),
                SftpMessage.NO_SFTP,
                FailureKind.DENIED,
                "SFTP");
        assertMessage(
                saying("").of(new JSchException("invalid version"), false, false),
                SftpMessage.NOT_UNDERSTOOD,
                FailureKind.UNKNOWN,
                "port");
    }

    @Test
    @DisplayName(
            "a host that does not answer is TIMEOUT, and one without a listener UNREACHABLE, with the reason if there is one")
    void network() throws Exception {
        assertMessage(
                saying("").of(new JSchException("x", new SocketTimeoutException()), false, false),
                SftpMessage.NO_ANSWER,
                FailureKind.TIMEOUT,
                "firewalls");
        assertMessage(
                saying("").of(new JSchException("x", new ConnectException("Connection refused")), false, false),
                SftpMessage.UNREACHABLE,
                FailureKind.UNREACHABLE,
                "Connection refused");
        assertMessage(
                saying("").of(new ConnectException(), false, false),
                SftpMessage.UNREACHABLE,
                FailureKind.UNREACHABLE,
                "no reason");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"CLOSED", "TIMEOUT", "CONNECTION_LOST"})
    @DisplayName("the end of a connection names the host, and the server's text if there is one")
    void ends(FailureKind kind) throws Exception {
        SshTimeouts timeouts = new SshTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(120));
        TransportException end =
                SshConnectionEnd.of(kind, SshAddress.of(HOST), timeouts, Optional.of("Bye for now"), null);
        assertThat(end.kind()).isEqualTo(kind);
        assertThat(end)
                .hasMessageContaining(HOST)
                .hasMessageContaining(
                        switch (kind) {
                            case TIMEOUT -> "120 s";
                            case CONNECTION_LOST -> "\"Bye for now\"";
                            default -> "closed";
                        });
    }
}
