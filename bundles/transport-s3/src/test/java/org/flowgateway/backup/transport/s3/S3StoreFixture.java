package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportFixture;

/**
 * Server with the bucket {@code backups}, and how to reach it.
 *
 * @param base directory of the tests
 * @param scheme of its targets
 * @param configuration of a transport that trusts it
 */
record S3StoreFixture(Path base, S3Server server, String scheme, S3TestConfiguration configuration)
        implements AutoCloseable {

    /** Starts S3Mock. */
    static S3StoreFixture s3Mock(Path base) throws Exception {
        S3Server server = S3Server.s3Mock(S3Server.program("s3mock.jar"), base, "backups");
        return new S3StoreFixture(base, server, S3Address.HTTP, S3TestConfiguration.plainly());
    }

    /** Starts S3Proxy, with TLS and a private certificate authority. */
    static S3StoreFixture s3Proxy(Path base) throws Exception {
        TestCertificate certificate = TestCertificate.make(base);
        S3Server server =
                S3Server.s3Proxy(S3Server.program("s3proxy.jar"), base.resolve("disk"), "transient", certificate);
        TestBuckets.make("backups", server, certificate);
        return new S3StoreFixture(
                base, server, S3Address.HTTPS, S3TestConfiguration.plainly().trusting(certificate.pem()));
    }

    S3Transport transport() {
        return new S3Transport(configuration, Map.of());
    }

    /** Returns a transport that waits at most this long for a connection, and for progress. */
    S3Transport transport(int timeoutSeconds) {
        return new S3Transport(configuration.waiting(timeoutSeconds, timeoutSeconds), Map.of());
    }

    int port() {
        return server.port();
    }

    /** Returns a fixture for the suites of the test kit, with a fresh target. */
    TransportFixture laws(S3Transport transport) throws IOException {
        TransportTarget target = target();
        return TransportFixture.of(transport, target)
                .withPassword(S3Server.SECRET)
                .withEntrances(
                        port -> target(port).withPath(target.path()),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port()))
                .withCleanup(transport::deactivate);
    }

    /** Returns a fresh target. */
    TransportTarget target() throws IOException {
        return target(port());
    }

    /** Returns a fresh target that is reached through a port. */
    TransportTarget target(int port) throws IOException {
        return new TransportTarget(
                scheme,
                "127.0.0.1:" + port + "/backups",
                S3Server.ACCESS_KEY,
                "gateways/" + Files.createTempDirectory(base, "t").getFileName());
    }

    Optional<String> password() {
        return Optional.of(S3Server.SECRET);
    }

    @Override
    public void close() {
        server.close();
    }
}
