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
import java.net.BindException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.flowgateway.backup.tck.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayServerTest {

    private final GatewayServer server = new GatewayServer(new Whiteboard(), TrustedProxies.NONE, OptionalInt.empty());

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTlsWithItsOwnCertificate(String protocol) throws Exception {
        TlsIdentity identity = newIdentity();
        int port = start(identity);

        try (SSLSocket socket = connect(identity, port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            assertThat(exchange(socket, "GET /found HTTP/1.1"))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContainIgnoringCase("server:")
                    .doesNotContainIgnoringCase("jetty");
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
    }

    @Test
    void refusesOldTls() throws Exception {
        TlsIdentity identity = newIdentity();
        int port = start(identity);

        try (SSLSocket socket = connect(identity, port)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%ff HTTP/1.1",
                "GET /nothing HTTP/1.1",
                "GET /broken HTTP/1.1",
                "nonsense",
                "GET /a/../../b HTTP/1.1",
                "DELETE /nothing HTTP/1.1"
            })
    void answersItsOwnErrorsInTwoKeys(String requestLine) throws Exception {
        TlsIdentity identity = newIdentity();
        int port = start(identity);

        try (SSLSocket socket = connect(identity, port)) {
            String answer = exchange(socket, requestLine);

            assertThat(answer)
                    .containsIgnoringCase("content-type: application/json")
                    .doesNotContain("<html", "Exception", "secret");
            assertThat(answer.substring(answer.indexOf("\r\n\r\n")).strip())
                    .matches("\\{\"error_id\":\"(BAD_REQUEST|INTERNAL_ERROR)\",\"error_text\":\"[^\"]+\"}");
        }
    }

    @Test
    void saysWhichAddressIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            server.listen(LOOPBACK, taken.getLocalPort(), newIdentity());

            assertThatThrownBy(server::start)
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining(":" + taken.getLocalPort());
        }
    }

    private int start(TlsIdentity identity) throws Exception {
        int port = FreePort.next();
        server.listen(LOOPBACK, port, identity);
        server.start();
        return port;
    }

    private static String exchange(Socket socket, String requestLine) throws IOException {
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write((requestLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static final class Whiteboard extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            switch (request.getRequestURI()) {
                case "/found" -> response.setStatus(HttpServletResponse.SC_OK);
                case "/broken" -> throw new IllegalStateException("secret");
                default -> response.sendError(HttpServletResponse.SC_NOT_FOUND, "secret");
            }
        }
    }
}
