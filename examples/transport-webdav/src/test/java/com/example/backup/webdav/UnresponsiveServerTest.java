package com.example.backup.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that are missing or silent, and resources after a close. */
class UnresponsiveServerTest {

    private static final ObjectName NAME = new ObjectName("object");
    private static final int CLOSE_SECONDS = 5;

    private final Set<Thread> before = threads();
    private final WebdavTransport transport = new WebdavTransport(WebdavTestConfiguration.withTimeout("", 2));
    private ScriptedServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = new ScriptedServer();
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    @Test
    void nobodyThere() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (TransportSession session = session("localhost:" + port)) {
            assertThat(failure(() -> session.stat(NAME)).kind()).isEqualTo(FailureKind.UNREACHABLE);
        }
        assertNoThreads();
    }

    @Test
    void noSuchHost() throws Exception {
        WebdavTransport plain = new WebdavTransport(new WebdavTestConfiguration("", new String[] {"nowhere.invalid"}, 60));
        try (TransportSession session = plain.open(target("nowhere.invalid"), Optional.empty())) {
            assertThat(failure(() -> session.stat(NAME)).kind()).isEqualTo(FailureKind.UNREACHABLE);
        }
        assertNoThreads();
    }

    @Test
    void nothingIsSaid() throws Exception {
        try (TransportSession session = session("localhost:" + server.port())) {
            assertThat(failure(() -> session.stat(NAME)).kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(failure(() -> session.stat(NAME)).kind()).as("it stays given up").isEqualTo(FailureKind.TIMEOUT);
        }
        assertThat(server.isLeftWithin(CLOSE_SECONDS)).isTrue();
        assertNoThreads();
    }

    @Test
    void nothingMoreIsSaid() throws Exception {
        server.close();
        server = new ScriptedServer("HTTP/1.1 207 Told\r\nContent-Length: 100\r\n\r\n<?xml version=\"1.0\"?>");
        try (TransportSession session = session("localhost:" + server.port())) {
            assertThat(failure(() -> session.stat(NAME)).kind()).isEqualTo(FailureKind.TIMEOUT);
        }
        assertThat(server.isLeftWithin(CLOSE_SECONDS)).isTrue();
        assertNoThreads();
    }

    @Test
    void stoppingTheBundleEndsWhatIsUnderWayAndLeavesNothing() throws Exception {
        WebdavTransport withTimeout = new WebdavTransport(WebdavTestConfiguration.withTimeout("", 600));
        TransportSession session = withTimeout.open(target("localhost:" + server.port()), Optional.empty());
        CompletableFuture<Optional<ObjectAttributes>> call = CompletableFuture.supplyAsync(() -> {
            try {
                return session.stat(NAME);
            } catch (TransportException e) {
                throw new IllegalStateException(e);
            }
        });
        server.request();
        withTimeout.deactivate();
        ExecutionException failure = catchThrowableOfType(ExecutionException.class, () -> call.get(CLOSE_SECONDS, TimeUnit.SECONDS));
        assertThat(((TransportException) failure.getCause().getCause()).kind()).isEqualTo(FailureKind.CLOSED);
        assertThat(server.isLeftWithin(CLOSE_SECONDS)).isTrue();
        assertNoThreads();
        assertThat(failure(() -> withTimeout.open(target("localhost"), Optional.empty())).kind()).isEqualTo(FailureKind.CLOSED);
    }

    @Test
    void closingLeavesNoIdleLine() throws Exception {
        server.close();
        server = new ScriptedServer(ScriptedServer.status(404));
        TransportSession session = session("localhost:" + server.port());
        assertThat(session.stat(NAME)).isEmpty();
        session.close();
        assertThat(server.isLeftWithin(CLOSE_SECONDS)).isTrue();
        assertNoThreads();
    }

    private TransportSession session(String address) throws TransportException {
        return transport.open(target(address), Optional.empty());
    }

    private static TransportTarget target(String address) {
        return new TransportTarget(WebdavAddress.PLAIN, address, "", "r");
    }

    private static TransportException failure(ThrowingCallable call) {
        TransportException failure = catchThrowableOfType(TransportException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }

    /** Fails unless the threads of all clients are gone within 5 s. */
    private void assertNoThreads() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        for (Thread thread : threads()) {
            if (!before.contains(thread)) {
                TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
                assertThat(thread.isAlive()).as("%s lives on", thread.getName()).isFalse();
            }
        }
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> List.of("HttpClient", "webdav").stream().anyMatch(thread.getName()::startsWith)).toList());
    }
}
