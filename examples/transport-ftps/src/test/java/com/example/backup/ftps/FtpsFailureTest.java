package com.example.backup.ftps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.commons.net.MalformedServerReplyException;
import org.flowgateway.backup.spi.transport.TransportException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Kinds of failures. */
class FtpsFailureTest {

    private static final FtpsTarget TARGET = new FtpsTarget("host", 21, "user", ".");

    @ParameterizedTest
    @CsvSource({
        "421, BUSY", "425, CONNECTION_LOST", "426, CONNECTION_LOST", "452, NO_SPACE", "552, NO_SPACE", "530, DENIED",
        "550, DENIED", "553, DENIED", "500, COMMAND_MISSING", "502, COMMAND_MISSING", "522, DATA_REFUSED", "451, REFUSED"
    })
    @DisplayName("A negative reply has the kind of its code")
    void replies(int code, FtpsMessage message) {
        TransportException failure = FtpsFailure.of(new FtpsReply(code, "why"), "Storing a", TARGET);
        assertThat(failure.description().code()).isEqualTo(message.code());
        assertThat(failure.kind()).isEqualTo(message.failureKind());
        assertThat(failure).hasMessageContaining("Storing a").hasMessageContaining("ftps://host:21");
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("A failure of the connection has the kind of its cause")
    void failures(IOException failure, FtpsMessage before, FtpsMessage after) {
        assertThat(FtpsFailure.of(failure, false, "Storing a", TARGET).description().code())
                .isEqualTo(before.code());
        assertThat(FtpsFailure.of(failure, true, "Storing a", TARGET).description().code())
                .isEqualTo(after.code());
    }

    private static Stream<Arguments> failures() {
        return Stream.of(
                same(new UnknownHostException(), FtpsMessage.HOST_UNKNOWN),
                same(new ConnectException(), FtpsMessage.UNREACHABLE),
                same(new NoRouteToHostException(), FtpsMessage.UNREACHABLE),
                same(new SocketTimeoutException(), FtpsMessage.TIMED_OUT),
                same(new SSLException(new CertificateException()), FtpsMessage.IDENTITY_UNPROVEN),
                same(new SSLPeerUnverifiedException("other"), FtpsMessage.IDENTITY_UNPROVEN),
                same(caused(new SSLHandshakeException("ended"), new EOFException()), FtpsMessage.CONNECTION_LOST),
                same(new SSLException(new SocketException()), FtpsMessage.CONNECTION_LOST),
                same(new EOFException(), FtpsMessage.CONNECTION_LOST),
                same(new MalformedServerReplyException("HTTP/1.1"), FtpsMessage.PROTOCOL_VIOLATED),
                Arguments.of(
                        new SSLHandshakeException("no protocol"), FtpsMessage.TLS_FAILED, FtpsMessage.CONNECTION_LOST));
    }

    private static Arguments same(IOException failure, FtpsMessage message) {
        return Arguments.of(failure, message, message);
    }

    private static IOException caused(IOException failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }

    @Test
    @DisplayName("A refused AUTH TLS is HOST_IDENTITY, or THROTTLED if the server is busy")
    void refusedTls() {
        assertThat(ofRefusedTls(502)).isEqualTo(FtpsMessage.TLS_REFUSED.code());
        assertThat(ofRefusedTls(421)).isEqualTo(FtpsMessage.BUSY.code());
    }

    private static String ofRefusedTls(int code) {
        IOException refused = new TlsRefusedException(new FtpsReply(code, "no"));
        return FtpsFailure.of(refused, false, "Storing a", TARGET).description().code();
    }
}
