package org.flowgateway.backup.transport.s3;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Impostor;
import org.flowgateway.backup.tck.TlsImpostor;
import org.flowgateway.backup.tck.WireContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Laws of an unreliable connection on S3Proxy, with TLS. */
class S3ProxyWireTest extends WireContract {

    private static final int TIMEOUT_SECONDS = 2;

    @TempDir
    static Path base;

    private static TestCertificate certificate;
    private static S3Server server;

    private S3Transport transport;

    @BeforeAll
    static void start() throws Exception {
        certificate = TestCertificate.make(base);
        server = S3Server.s3Proxy(S3Server.program("s3proxy.jar"), base.resolve("disk"), "transient", certificate);
        TestBuckets.make("backups", server, certificate);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @AfterEach
    void stop() {
        transport.deactivate();
    }

    @Override
    protected TransportProvider provider() {
        transport = new S3Transport(
                S3TestConfiguration.plainly().trusting(certificate.pem()).waiting(TIMEOUT_SECONDS, TIMEOUT_SECONDS),
                Map.of());
        return transport;
    }

    @Override
    protected int serverPort() {
        return server.port();
    }

    @Override
    protected TransportTarget target(int port) throws Exception {
        return new TransportTarget(
                "s3+https",
                "127.0.0.1:" + port + "/backups",
                S3Server.ACCESS_KEY,
                "gateways/" + Files.createTempDirectory(base, "t").getFileName());
    }

    @Override
    protected Optional<String> password() {
        return Optional.of(S3Server.SECRET);
    }

    @Override
    protected Duration timeout() {
        return Duration.ofSeconds(TIMEOUT_SECONDS);
    }

    @Override
    protected Optional<Impostor> impostor() throws Exception {
        return Optional.of(new TlsImpostor(base));
    }
}
