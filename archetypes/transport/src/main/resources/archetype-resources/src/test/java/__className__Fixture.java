package ${package};

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TlsImpostor;
import org.flowgateway.backup.tck.TransportFixture;

/** The transport with servers of its own, as all suites of the test kit use it. */
final class ${className}Fixture {

    static final Path KEYS = Path.of("target", "server-key");
    private static final String PATH = "backups/gateway-1";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Several processes start at the same time, and none of them is to time out. */
    private static final Duration RIVAL_TIMEOUT = Duration.ofMinutes(1);
    private static final int SMALL_CAPACITY = 4 * 1024 * 1024;

    private ${className}Fixture() {
    }

    /** Creator of the transport for processes that compete with a test. */
    public static final class Factory implements Callable<TransportProvider> {

        /** Called by the test kit. */
        public Factory() {
        }

        @Override
        public TransportProvider call() {
            return transport(RIVAL_TIMEOUT);
        }
    }

    /** Creates the transport, which trusts the servers of the tests. */
    static ${className}Transport transport(Duration timeout) {
        return new ${className}Transport(new ${className}TestConfiguration(KEYS.resolve("certificate.pem").toString(), (int) timeout.toSeconds()));
    }

    /** Returns the target of a server on this host. */
    static TransportTarget target(int port) {
        return new TransportTarget(${className}Transport.SCHEME_NAME, "localhost:" + port, ${className}Server.USERNAME, PATH);
    }

    /** Creates the transport, a server, and one that is nearly full. */
    static TransportFixture create(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        ${className}ServerKey key = ${className}ServerKey.of(KEYS);
        Path objects = Files.createDirectory(directory.resolve("objects"));
        ${className}Server server = new ${className}Server(objects, Long.MAX_VALUE, key, 0);
        ${className}Server full = new ${className}Server(Files.createDirectory(directory.resolve("full")), SMALL_CAPACITY, key, 0);
        ${className}Transport transport = transport(TIMEOUT);
        return TransportFixture.of(transport, target(server.address().getPort()))
                .withPassword(${className}Server.PASSWORD)
                .withRefusedPassword("canary-of-a-wrong-one")
                .withTimeout(TIMEOUT)
                .withDirectory(objects.resolve(PATH))
                .withFullStore(target(full.address().getPort()), SMALL_CAPACITY)
                .withEntrances(${className}Fixture::target, server.address())
                .withProviderFactory(Factory.class)
                .withCleanup(server)
                .withCleanup(full)
                .withCleanup(transport::deactivate);
    }

    /** Creates the same with a server that is not the one it claims to be. */
    static TransportFixture createWithImpostor(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        return create(directory).withImpostor(new TlsImpostor(directory));
    }
}
