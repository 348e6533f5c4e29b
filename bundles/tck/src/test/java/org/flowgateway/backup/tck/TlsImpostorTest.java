package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Impostor whose clients begin without TLS, as in FTP or SMTP. */
class TlsImpostorTest {

    private static final int TIMEOUT_MILLIS = 30_000;

    @TempDir
    Path directory;

    private TlsImpostor impostor;

    @BeforeEach
    void listen() throws Exception {
        impostor = new TlsImpostor(directory, List.of("220 ready", "AUTH TLS", "234 go on"));
    }

    @AfterEach
    void close() {
        impostor.close();
    }

    @Test
    @DisplayName("a client that verifies the certificate tells it nothing")
    void tellsNothing() throws Exception {
        try (Socket plain = greeted("AUTH TLS");
                SSLSocket secured = secured(plain, (SSLSocketFactory) SSLSocketFactory.getDefault())) {
            assertThatThrownBy(() -> say(secured, "PASS canary")).isInstanceOf(SSLException.class);
        }
        assertThat(impostor.told()).isEmpty();
    }

    @Test
    @DisplayName("a client that trusts everybody tells it the password inside of TLS")
    void tellsInsideOfTls() throws Exception {
        try (Socket plain = greeted("AUTH TLS");
                SSLSocket secured = secured(plain, trustingAll())) {
            say(secured, "PASS canary");
        }
        assertThat(impostor.told()).contains("PASS canary");
    }

    @Test
    @DisplayName("a client that does without TLS tells it the password in the dialogue")
    void tellsWithoutTls() throws Exception {
        greeted("PASS canary").close();
        assertThat(impostor.told()).contains("PASS canary");
    }

    private Socket greeted(String line) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), impostor.port());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        BufferedReader replies =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(replies.readLine()).isEqualTo("220 ready");
        say(socket, line);
        assertThat(replies.readLine()).isEqualTo("234 go on");
        return socket;
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static SSLSocket secured(Socket plain, SSLSocketFactory factory) throws IOException {
        return (SSLSocket) factory.createSocket(plain, "localhost", plain.getPort(), true);
    }

    private static SSLSocketFactory trustingAll() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        return context.getSocketFactory();
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // Every client is trusted.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // Every server is trusted, which is the fault of this client.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
