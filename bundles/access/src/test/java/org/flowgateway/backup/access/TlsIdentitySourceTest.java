package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.tck.FreePort;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replacement of key and certificate by an operator, complete and half done. */
class TlsIdentitySourceTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path directory;

    @TempDir
    Path other;

    private TlsIdentitySource source;
    private Certificate first;

    @BeforeEach
    void open() throws Exception {
        source = open(directory, NOW);
        first = source.current().certificate();
        new TlsIdentityFile(other).write(make());
    }

    @Test
    void pairIsAppliedOnceItIsComplete() throws Exception {
        replace("key.pem");
        assertThat(source.refresh()).isEmpty();
        replace("certificate.pem");
        assertThat(source.refresh()).isEmpty();

        assertThat(source.refresh()).get().isEqualTo(source.current());
        assertThat(source.current().certificate()).isNotEqualTo(first);
        assertThat(source.problems()).isEmpty();
        assertThat(source.refresh()).isEmpty();
    }

    @Test
    void halfAPairIsRejectedNamingBothFiles() throws Exception {
        replace("certificate.pem");
        inspect();

        assertThat(source.current().certificate()).isEqualTo(first);
        assertThat(source.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.preventsReadiness()).isFalse();
            assertThat(problem.text())
                    .contains(
                            directory.resolve("key.pem").toString(),
                            directory.resolve("certificate.pem").toString(),
                            "does not belong");
        });

        replace("key.pem");
        source.refresh();
        assertThat(source.refresh()).isPresent();
        assertThat(source.problems()).isEmpty();
    }

    @Test
    void startWithHalfAPairUsesTheLastGoodOne() throws Exception {
        replace("key.pem");

        TlsIdentitySource restarted = open(directory, NOW);

        assertThat(restarted.current().certificate()).isEqualTo(first);
        assertThat(restarted.current().isPair()).isTrue();
        assertThat(restarted.problems())
                .extracting(ReadinessProblem::text)
                .singleElement()
                .asString()
                .contains("does not belong");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("last-good.pem"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFirstStartWithHalfAPairIsRefused() throws Exception {
        Files.delete(directory.resolve("last-good.pem"));
        replace("key.pem");

        assertThatThrownBy(() -> open(directory, NOW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key.pem")
                .hasMessageContaining("certificate.pem");
    }

    @Test
    void invalidAndMissingFilesAreRejected() throws Exception {
        Files.writeString(
                directory.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nbm9uc2Vuc2U=\n-----END PRIVATE KEY-----\n");
        inspect();
        assertThat(source.problems())
                .extracting(ReadinessProblem::text)
                .singleElement()
                .asString()
                .contains("key.pem");

        Files.delete(directory.resolve("key.pem"));
        inspect();
        assertThat(source.problems())
                .extracting(ReadinessProblem::text)
                .singleElement()
                .asString()
                .startsWith("HTTPS still uses its previous key and certificate: ")
                .contains("missing");
        assertThat(source.current().certificate()).isEqualTo(first);
    }

    @Test
    void unreadableKeyIsRejected() throws Exception {
        Files.delete(directory.resolve("key.pem"));
        Files.createDirectory(directory.resolve("key.pem"));
        inspect();
        assertThat(source.problems())
                .extracting(ReadinessProblem::text)
                .singleElement()
                .asString()
                .contains("cannot be read", directory.resolve("certificate.pem").toString());
        assertThat(source.current().certificate()).isEqualTo(first);
    }

    @Test
    void pairIsUsedAlsoIfItsCopyCannotBeStored() throws Exception {
        byte[] before = Files.readAllBytes(directory.resolve("last-good.pem"));
        Files.createDirectories(directory.resolve("last-good.pem.new/occupied"));
        replace("key.pem");
        replace("certificate.pem");
        assertThat(source.refresh()).isEmpty();
        assertThat(source.refresh()).isPresent();
        assertThat(source.problems()).isEmpty();
        assertThat(directory.resolve("last-good.pem")).hasBinaryContent(before);
    }

    @Test
    void expiryIsReportedAndDoesNotPreventReadiness() throws Exception {
        Instant end = ((X509Certificate) first).getNotAfter().toInstant();

        assertThat(open(directory, end.minus(TlsIdentitySource.WARNED_BEFORE).minusSeconds(1))
                        .problems())
                .isEmpty();
        assertThat(open(directory, end.minus(Duration.ofDays(3))).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.preventsReadiness()).isFalse();
                    assertThat(problem.text())
                            .contains("expires at 2036-11-28T12:00:00Z", "certificate.pem", "no restart");
                });
        assertThat(open(directory, end.plusSeconds(1)).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.preventsReadiness()).isFalse();
                    assertThat(problem.text()).contains("expired at");
                });
        assertThat(open(directory, NOW.minus(Duration.ofDays(30))).problems())
                .extracting(ReadinessProblem::text)
                .singleElement()
                .asString()
                .contains("not valid before");
    }

    @Test
    @SuppressWarnings("try") // The watcher works as long as it exists.
    void runningServerUsesTheNewPair() throws Exception {
        int port = FreePort.next();
        GatewayServer server = new GatewayServer(
                new HttpServlet() {
                    private static final long serialVersionUID = 1L;
                },
                TrustedProxies.NONE,
                OptionalInt.empty());
        server.listen(LOOPBACK, port, source.current());
        server.start();
        try (TlsIdentityWatcher watch = new TlsIdentityWatcher(source, server);
                SSLSocket before = connect(port)) {
            assertThat(before.getSession().getPeerCertificates()[0]).isEqualTo(first);

            replace("key.pem");
            replace("certificate.pem");

            Certificate wanted = new TlsIdentityFile(other).read().orElseThrow().certificate();
            Instant deadline = Instant.now().plusSeconds(60);
            while (!served(port).equals(wanted)) {
                assertThat(Instant.now()).isBefore(deadline);
            }
        } finally {
            server.stop();
        }
    }

    private static Certificate served(int port) throws Exception {
        try (SSLSocket socket = connect(port)) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLSocket connect(int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(LOOPBACK, port);
        socket.startHandshake();
        return socket;
    }

    private void inspect() throws Exception {
        source.refresh();
        assertThat(source.refresh()).isEmpty();
    }

    private void replace(String name) throws IOException {
        Path copy =
                Files.copy(other.resolve(name), directory.resolve(name + ".copy"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static TlsIdentitySource open(Path directory, Instant now) throws Exception {
        return TlsIdentitySource.open(directory, TlsIdentitySourceTest::make, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static TlsIdentity make() throws java.security.GeneralSecurityException {
        return new SelfSignedCertificate(Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom())
                .make(HostNames.names(), HostNames.addresses(LOOPBACK));
    }

    /** Trust manager that accepts every certificate; the test checks it. */
    private static final class Anybody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException("No client is looked at");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            assertThat(chain).isNotEmpty();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
