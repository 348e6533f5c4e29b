package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flowgateway.backup.access.GatewayServerFixture.LOOPBACK;
import static org.flowgateway.backup.access.GatewayServerFixture.connect;
import static org.flowgateway.backup.access.GatewayServerFixture.newIdentity;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.flowgateway.backup.tck.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid and invalid requests as bytes on sockets. */
class HttpEdgeTest {

    private static final String HOST = "Host: localhost\r\nConnection: close\r\n";

    private final Whiteboard whiteboard = new Whiteboard();
    private final List<Socket> open = new ArrayList<>();
    private GatewayServer server;
    private TlsIdentity identity;
    private int httpsPort;
    private int httpPort;

    @AfterEach
    void stop() throws Exception {
        whiteboard.go.countDown();
        for (Socket socket : open) {
            socket.close();
        }
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/found HTTP/1.1\r\n" + HOST,
                "GET /api/nothing HTTP/1.1\r\n" + HOST,
                "GET /api/broken HTTP/1.1\r\n" + HOST,
                "GET /api/refused HTTP/1.1\r\n" + HOST,
                "GET /api HTTP/1.1\r\n" + HOST,
                "GET /api/%zz HTTP/1.1\r\n" + HOST,
                "GET //api/found HTTP/1.1\r\n" + HOST,
                "GET /api/found HTTP/1.1\nHost: localhost\n\n",
                "GET /api/found HTTP/9.9\r\n" + HOST,
                "GET /api/found HTTP/1.1\r\nConnection: close\r\n",
                "POST /api/found HTTP/1.1\r\nExpect: nonsense\r\n" + HOST,
                "POST /api/found HTTP/1.1\r\nContent-Length: -1\r\n" + HOST,
                "\0\1\2\r\n",
                "HEAD /api/found HTTP/1.1\r\n" + HOST,
                "TRACE /api/found HTTP/1.1\r\n" + HOST
            })
    void everyAnswerOfTheApiHasSecurityHeaders(String request) throws Exception {
        start(TrustedProxies.NONE, OptionalInt.empty());

        assertThat(plain(request + "\r\n"))
                .startsWith("HTTP/1.1 ")
                .contains("\r\nX-Content-Type-Options: nosniff\r\n")
                .contains("\r\nContent-Security-Policy: default-src 'none'\r\n")
                .doesNotContain("Strict-Transport-Security");
    }

    @Test
    void overlongPathsAndHeadersAreAnsweredWithSecurityHeaders() throws Exception {
        start(TrustedProxies.NONE, OptionalInt.empty());

        assertThat(plain("GET /api/" + "x".repeat(9000) + " HTTP/1.1\r\n" + HOST + "\r\n"))
                .startsWith("HTTP/1.1 414 ")
                .contains("nosniff");
        assertThat(plain("GET /api/found HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n" + HOST + "\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("nosniff");
    }

    @Test
    void errorsBelow11HaveACode() throws Exception {
        start(TrustedProxies.NONE, OptionalInt.empty());

        assertThat(plain("GET /api/mgmt.gateway_backup/1.1/nothing HTTP/1.1\r\n" + HOST + "\r\n"))
                .startsWith("HTTP/1.1 404 ")
                .endsWith(
                        "\"error_text\":\"There is nothing at this path. Correct the path\","
                                + "\"error_info\":{\"code\":\"access.no-resource\",\"property\":null,\"action\":\"Correct the path\"}}");
        assertThat(plain("GET /api/nothing HTTP/1.1\r\n" + HOST + "\r\n"))
                .startsWith("HTTP/1.1 404 ")
                .endsWith(
                        "{\"error_id\":\"BAD_REQUEST\",\"error_text\":\"There is nothing at this path. Correct the path\"}");
    }

    @Test
    void otherPathsKeepTheirOwnPolicy() throws Exception {
        start(TrustedProxies.NONE, OptionalInt.empty());

        assertThat(plain("GET /found HTTP/1.1\r\n" + HOST + "\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContain("Content-Security-Policy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/found", "/api/nothing", "/api/%zz"})
    void hstsIsSentOverHttpsOnlyAndWhereItIsAskedFor(String path) throws Exception {
        start(TrustedProxies.parse("127.0.0.1"), OptionalInt.of(86_400));
        String request = "GET " + path + " HTTP/1.1\r\n" + HOST;

        try (SSLSocket socket = tls("TLSv1.3")) {
            assertThat(exchange(socket, request + "\r\n")).contains("\r\nStrict-Transport-Security: max-age=86400\r\n");
        }
        assertThat(plain(request + "\r\n")).doesNotContain("Strict-Transport-Security");
    }

    @Test
    void hstsIsSentForHttpsToATrustedProxy() throws Exception {
        start(TrustedProxies.parse("127.0.0.1"), OptionalInt.of(86_400));

        assertThat(plain("GET /api/found HTTP/1.1\r\nX-Forwarded-Proto: https\r\n" + HOST + "\r\n"))
                .contains("Strict-Transport-Security: max-age=86400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/found HTTP/1.1\nHost: localhost\n\n",
                "GET /api/found HTTP/1.1\r\nHost: localhost\nConnection: close\r\n\r\n",
                "GET /api/found HTTP/1.1\r\nHost: localhost\r\nX: a\nY: b\r\n\r\n",
                "GET /api/found HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\n"
            })
    void bareLineFeedEndsNoLine(String request) throws Exception {
        start(TrustedProxies.NONE, OptionalInt.empty());

        assertThat(plain(request)).startsWith("HTTP/1.1 400 ");
        assertThat(whiteboard.served.availablePermits()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"//api/found", "/api//found", "///api/found"})
    void doubleSlashIsNamed(String path) throws Exception {
        start(TrustedProxies.NONE, OptionalInt.empty());

        assertThat(plain("GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("two slashes in a row");
        assertThat(whiteboard.served.availablePermits()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"
            })
    void cbcSuitesAreRefused(String suite) throws Exception {
        start(TrustedProxies.NONE, OptionalInt.empty());

        try (SSLSocket socket = tls("TLSv1.2")) {
            socket.setEnabledCipherSuites(new String[] {suite});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
            })
    void suitesOfTheProfileAreAccepted(String suite) throws Exception {
        start(TrustedProxies.NONE, OptionalInt.empty());

        try (SSLSocket socket = tls("TLSv1.2")) {
            socket.setEnabledCipherSuites(new String[] {suite});
            socket.startHandshake();
            assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
        }
    }

    @Test
    void readinessAnswersWhileAllOtherThreadsAreBusy() throws Exception {
        start(TrustedProxies.NONE, OptionalInt.empty());
        for (int i = 0; i < 60; i++) {
            Socket held = new Socket(LOOPBACK, httpPort);
            held.getOutputStream()
                    .write(("GET /api/held HTTP/1.1\r\n" + HOST + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            open.add(held);
        }
        assertThat(whiteboard.holding.tryAcquire(24, 60, TimeUnit.SECONDS)).isTrue();

        for (String version : List.of("1.0", "1.1")) {
            assertThat(plain("GET /api/common/" + version + "/services HTTP/1.1\r\n" + HOST + "\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }

        whiteboard.go.countDown();
        for (Socket held : open) {
            held.setSoTimeout(60_000);
            assertThat(new String(held.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    private void start(TrustedProxies proxies, OptionalInt hsts) throws Exception {
        identity = newIdentity();
        httpsPort = FreePort.next();
        httpPort = FreePort.next();
        server = new GatewayServer(whiteboard, proxies, hsts);
        server.listen(LOOPBACK, httpsPort, identity);
        server.listenOnLoopback(httpPort);
        server.start();
    }

    private String plain(String bytes) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", httpPort)) {
            return exchange(socket, bytes);
        }
    }

    private static String exchange(Socket socket, String bytes) throws IOException {
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private SSLSocket tls(String protocol) throws Exception {
        SSLSocket socket = connect(identity, httpsPort);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    private static final class Whiteboard extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final transient Semaphore holding = new Semaphore(0);
        private final transient Semaphore served = new Semaphore(0);
        private final transient CountDownLatch go = new CountDownLatch(1);

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            served.release();
            switch (request.getRequestURI()) {
                case "/api/held" -> hold();
                case "/api/broken" -> throw new IllegalStateException("secret");
                case "/api/nothing", "/api/mgmt.gateway_backup/1.1/nothing" ->
                    response.sendError(HttpServletResponse.SC_NOT_FOUND);
                case "/api/refused" -> response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                default -> response.setStatus(HttpServletResponse.SC_OK);
            }
        }

        private void hold() throws IOException {
            holding.release();
            try {
                if (!go.await(300, TimeUnit.SECONDS)) {
                    throw new IOException("Never let go");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }
}
