package org.flowgateway.backup.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Classification of failures of the connection and of TLS. */
class S3FailureClassifierTest {

    private static final S3Address ADDRESS =
            new S3Address(Optional.of(URI.create("https://store.example:9000")), "backups", "us-east-1");

    private final S3FailureClassifier failures = new S3FailureClassifier(ADDRESS, ADDRESS + "/fg1/", () -> "");

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new UnknownHostException("store.example"), "s3.unknown-host"),
                Arguments.of(new ConnectException("Connection refused"), "s3.unreachable"),
                Arguments.of(new NoRouteToHostException("No route to host"), "s3.unreachable"),
                Arguments.of(new ConnectTimeoutException("Connect timed out"), "s3.no-answer"),
                Arguments.of(new SocketTimeoutException("Read timed out"), "s3.no-answer"),
                Arguments.of(new SocketException("Connection reset"), "s3.connection-lost"),
                Arguments.of(new NoHttpResponseException("no response"), "s3.connection-lost"),
                Arguments.of(new EOFException("the object ended [1] bytes early"), "s3.connection-lost"),
                Arguments.of(new SSLException("Tag mismatch"), "s3.connection-lost"),
                Arguments.of(new SSLHandshakeException("Received fatal alert: handshake_failure"), "s3.tls-mismatch"),
                Arguments.of(AbortedException.create("aborted"), "s3.closed"),
                Arguments.of(new IOException("an answer is no listing"), "s3.not-s3"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("a failure is classified by its cause, and its message names the host")
    void causes(Exception cause, String code) {
        TransportException failure =
                failures.of(SdkClientException.create("Unable to execute HTTP request", cause), "Storing a/b");
        assertThat(failure.description().code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining("store.example:9000");
    }

    @Test
    @DisplayName("an untrusted certificate is reported with the innermost reason, without a class name")
    void certificate() {
        Exception innermost = new CertPathBuilderException("unable to find valid certification path");
        SSLHandshakeException handshake = new SSLHandshakeException("bad certificate");
        handshake.initCause(new CertificateException("PKIX path building failed: " + innermost, innermost));
        TransportException failure = failures.of(handshake, "Storing a/b");
        assertThat(failure.kind()).isEqualTo(FailureKind.HOST_IDENTITY);
        assertThat(failure)
                .hasMessageContaining("trusted, so no access key was sent: unable to find valid certification path. ")
                .hasMessageContaining("GATEWAY_S3_CA_FILE")
                .message()
                .doesNotContain("Exception");
    }

    @Test
    @DisplayName("a server without TLS is recognized")
    void withoutTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> greeting = CompletableFuture.runAsync(() -> greet(plain));
            TransportException failure = listing(plain.getLocalPort());
            assertThat(failure.description().code()).isEqualTo("s3.no-tls");
            greeting.get(30, TimeUnit.SECONDS);
        }
    }

    /** Says what a server without TLS says to any bytes. */
    private static void greet(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getInputStream().read();
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("a closed port is reported with the operating system's reason")
    void closedPort() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        TransportException failure = listing(port);
        assertThat(failure.description().code()).isEqualTo("s3.unreachable");
        assertThat(failure).hasMessageContaining("127.0.0.1:" + port).hasMessageContaining("Connection refused");
    }

    private static TransportException listing(int port) throws TransportException {
        S3Transport transport = new S3Transport(S3TestConfiguration.plainly(), Map.of());
        try (TransportSession session = transport.open(
                new TransportTarget("s3+https", "127.0.0.1:" + port + "/backups", "key", "fg1"),
                Optional.of(new Secret("secret".toCharArray())))) {
            return catchThrowableOfType(TransportException.class, () -> session.list(Optional.empty()));
        } finally {
            transport.deactivate();
        }
    }
}
