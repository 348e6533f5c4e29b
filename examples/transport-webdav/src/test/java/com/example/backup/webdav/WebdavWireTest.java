package com.example.backup.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Impostor;
import org.flowgateway.backup.tck.TlsImpostor;
import org.flowgateway.backup.tck.WireContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;

/** Laws of an unreliable connection on Apache over HTTPS. */
@ExtendWith(WebdavWireTest.ButForConnectionsCounted.class)
class WebdavWireTest extends WireContract {

    /** Disables the tests that count connections after a cut; {@link ConnectionLossTest} replaces them. */
    static final class ButForConnectionsCounted implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String name = context.getTestMethod().map(Method::getName).orElse("");
            return Set.of("cut", "lostReply", "cutInARead").contains(name)
                    ? ConditionEvaluationResult.disabled("The JDK's HTTP client sends a GET again by itself, once, when nothing was answered")
                    : ConditionEvaluationResult.enabled("");
        }
    }

    private static final AtomicInteger FRESH = new AtomicInteger();

    @TempDir
    static Path base;

    private static ApacheServer server;

    private final String root = Integer.toString(FRESH.incrementAndGet());

    @BeforeAll
    static void startServer() throws Exception {
        server = new ApacheServer(base, true);
        greet();
    }

    /** Makes the first contact, which loads classes on both sides, with time enough on any machine. */
    private static void greet() throws Exception {
        WebdavTransport patient = new WebdavTransport(WebdavTestConfiguration.withTimeout(server.certificate().toString(), 120));
        try (Secret password = new Secret(ApacheServer.PASSWORD.toCharArray());
                TransportSession session = patient.open(server.target("localhost", server.port(), "greeting"), Optional.of(password))) {
            session.probe();
        } finally {
            patient.deactivate();
        }
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected TransportProvider provider() {
        return new WebdavTransport(WebdavTestConfiguration.withTimeout(server.certificate().toString(), (int) timeout().toSeconds()));
    }

    @Override
    protected int serverPort() {
        return server.port();
    }

    @Override
    protected TransportTarget target(int port) {
        return server.target("localhost", port, root);
    }

    @Override
    protected Optional<String> password() {
        return Optional.of(ApacheServer.PASSWORD);
    }

    @Override
    protected Duration timeout() {
        return Duration.ofSeconds(5);
    }

    @Override
    protected Optional<Impostor> impostor() throws Exception {
        return Optional.of(new TlsImpostor(Files.createTempDirectory(base, "impostor")));
    }

    /** Hidden files too. */
    @Override
    protected void assertNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(server.files().resolve(root))) {
            assertThat(files.toList()).isEqualTo(List.of());
        }
    }
}
