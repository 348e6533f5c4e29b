package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.flowgateway.backup.tck.FreePort;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests over real sockets from loopback, as a trusted proxy and as an untrusted peer. */
class ForwardedHeadersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // trusted           | headers                                                                   | seen
                // by the application
                "''                  | -                                                                         | 127.0.0.1 http://localhost",
                "''                  | X-Forwarded-For: 192.0.2.9;X-Forwarded-Proto: https;X-Forwarded-Prefix: /g | 127.0.0.1 http://localhost",
                "10.0.0.0/8          | X-Forwarded-For: 192.0.2.9;X-Forwarded-Host: evil.example                 | 127.0.0.1 http://localhost",
                "127.0.0.1           | -                                                                         | 127.0.0.1 http://localhost",
                "127.0.0.1           | X-Forwarded-For: 192.0.2.9                                                | 192.0.2.9 http://localhost",
                "127.0.0.0/8         | X-Forwarded-For: 192.0.2.9:5555                                           | 192.0.2.9 http://localhost",
                "127.0.0.1           | X-Forwarded-For: 2001:db8::9                                              | 2001:db8:0:0:0:0:0:9 http://localhost",
                "127.0.0.1           | X-Forwarded-For: [2001:db8::9]:80                                         | 2001:db8:0:0:0:0:0:9 http://localhost",
                // A client's invented addresses come before those that the proxy saw.
                "127.0.0.1           | X-Forwarded-For: 198.51.100.1, 192.0.2.9                                  | 192.0.2.9 http://localhost",
                "127.0.0.1           | X-Forwarded-For: 198.51.100.1;X-Forwarded-For: 192.0.2.9                  | 192.0.2.9 http://localhost",
                "127.0.0.1           | X-Forwarded-For: 127.0.0.1, 192.0.2.9                                     | 192.0.2.9 http://localhost",
                "127.0.0.1,10.0.0.0/8| X-Forwarded-For: 198.51.100.1, 192.0.2.9, 10.1.2.3                        | 192.0.2.9 http://localhost",
                "127.0.0.1           | X-Forwarded-For: nonsense                                                 | 127.0.0.1 http://localhost",
                "127.0.0.1           | X-Forwarded-For: localhost                                                | 127.0.0.1 http://localhost",
                "127.0.0.1           | X-Forwarded-For: 999.1.1.1                                                | 127.0.0.1 http://localhost",
                "127.0.0.1           | X-Forwarded-For: unknown, 192.0.2.9                                       | 192.0.2.9 http://localhost",
                "127.0.0.1           | X-Forwarded-Proto: https                                                  | 127.0.0.1 https://localhost secure",
                "127.0.0.1           | X-Forwarded-Proto: gopher                                                 | 127.0.0.1 http://localhost",
                "127.0.0.1           | X-Forwarded-Host: gw.example                                              | 127.0.0.1 http://gw.example",
                "127.0.0.1           | X-Forwarded-Host: gw.example:8443;X-Forwarded-Proto: https                | 127.0.0.1 https://gw.example:8443 secure",
                "127.0.0.1           | X-Forwarded-Host: evil.example, gw.example                                | 127.0.0.1 http://gw.example",
                "127.0.0.1           | X-Forwarded-Host: gw.example:99999                                        | 127.0.0.1 http://localhost",
                "127.0.0.1           | X-Forwarded-Host: a/b                                                     | 127.0.0.1 http://localhost",
                "127.0.0.1           | X-Forwarded-Prefix: /gateways/fg1                                         | 127.0.0.1 http://localhost /gateways/fg1",
                "127.0.0.1           | X-Forwarded-Prefix: /fg1/                                                 | 127.0.0.1 http://localhost /fg1",
                "127.0.0.1           | X-Forwarded-Prefix: /                                                     | 127.0.0.1 http://localhost",
                "127.0.0.1           | X-Forwarded-Prefix: //evil.example                                        | 127.0.0.1 http://localhost",
                "127.0.0.1           | X-Forwarded-Prefix: /a/../b                                               | 127.0.0.1 http://localhost",
                "127.0.0.1           | X-Forwarded-Prefix: https://evil.example                                  | 127.0.0.1 http://localhost",
                "127.0.0.1           | Forwarded: for=192.0.2.9                                                  | 127.0.0.1 http://localhost",
            })
    void believesTrustedPeersOnly(String trusted, String headers, String seen) throws Exception {
        GatewayServer server = new GatewayServer(new Echo(), TrustedProxies.parse(trusted), OptionalInt.empty());
        int port = FreePort.next();
        server.listenOnLoopback(port);
        server.start();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            String sent = headers == null ? "" : headers.replace(";", "\r\n") + "\r\n";
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + sent + "\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer.substring(answer.indexOf("\r\n\r\n")).strip()).isEqualTo(seen);
        } finally {
            server.stop();
        }
    }

    private static final class Echo extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Object prefix = request.getAttribute(ForwardedHeaders.PATH_PREFIX);
            boolean ordinary = request.getServerPort() == request.getLocalPort()
                    || request.getServerPort() == 80
                    || request.getServerPort() == 443;
            response.getWriter()
                    .print(request.getAttribute(ForwardedHeaders.CLIENT_ADDRESS) + " " + request.getScheme() + "://"
                            + request.getServerName() + (ordinary ? "" : ":" + request.getServerPort())
                            + (request.isSecure() ? " secure" : "") + (prefix == null ? "" : " " + prefix));
            if (!request.getRemoteAddr()
                    .replaceAll("[\\[\\]]", "")
                    .equals(request.getAttribute(ForwardedHeaders.CLIENT_ADDRESS))) {
                response.getWriter().print(" but the servlet API says " + request.getRemoteAddr());
            }
        }
    }
}
