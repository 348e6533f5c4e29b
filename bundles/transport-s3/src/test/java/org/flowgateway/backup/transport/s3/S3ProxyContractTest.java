package org.flowgateway.backup.transport.s3;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Laws of a transport on S3Proxy, with TLS and a private certificate authority. */
class S3ProxyContractTest extends TransportContract {

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
        transport = new S3Transport(S3TestConfiguration.plainly().trusting(certificate.pem()), Map.of());
        return transport;
    }

    @Override
    protected TransportTarget target() throws Exception {
        return new TransportTarget(
                "s3+https",
                "127.0.0.1:" + server.port() + "/backups",
                S3Server.ACCESS_KEY,
                "gateways/" + Files.createTempDirectory(base, "t").getFileName());
    }

    @Override
    protected Optional<String> password() {
        return Optional.of(S3Server.SECRET);
    }
}
