package com.example.backup.webdav;

import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.tck.TlsImpostor;
import org.flowgateway.backup.tck.TransportFixture;
import org.flowgateway.backup.tck.WireLaws;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;

/** Laws of an unreliable connection on Apache over HTTPS. */
@ExtendWith(WebdavWireTest.ButForConnectionsCounted.class)
class WebdavWireTest extends WireLaws {

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

    private static final int TIMEOUT_SECONDS = 5;
    private static final AtomicInteger FRESH = new AtomicInteger();

    @TempDir
    static Path base;

    private static ApacheServer server;

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
    protected TransportFixture newFixture() throws Exception {
        String root = Integer.toString(FRESH.incrementAndGet());
        WebdavTransport transport = new WebdavTransport(
                WebdavTestConfiguration.withTimeout(server.certificate().toString(), TIMEOUT_SECONDS));
        return TransportFixture.of(transport, server.target("localhost", server.port(), root))
                .withPassword(ApacheServer.PASSWORD)
                .withEntrances(
                        port -> server.target("localhost", port, root),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))
                .withTimeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                .withDirectory(server.files().resolve(root))
                .withImpostor(new TlsImpostor(Files.createTempDirectory(base, "impostor")))
                .withCleanup(transport::deactivate);
    }
}
