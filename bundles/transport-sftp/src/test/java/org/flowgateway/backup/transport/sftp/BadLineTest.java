package org.flowgateway.backup.transport.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.FaultProxy;
import org.flowgateway.backup.tck.Gate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that cannot be reached, servers that stop answering, and lines that break. */
@Timeout(60)
class BadLineTest extends SftpFixture {

    private static final BytesSource LARGE = BytesSource.random(8 * 1024 * 1024, 1);

    private OpenSshServer server;
    private FaultProxy line;
    private SftpTransport transport;

    @BeforeEach
    void start() throws Exception {
        server = ending(OpenSshServer.start(base.resolve("server")));
        line = ending(new FaultProxy(server.port()));
        transport = transport(configured().key(server.clientKey()).waiting(2, 1));
    }

    private TransportSession open() throws TransportException {
        return transport.open(target(line.port()), Optional.empty());
    }

    @Test
    @DisplayName("a name that nobody has, and a port that nobody listens on, are UNREACHABLE, naming the host")
    void unreachable() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        for (String address : List.of("no-such-host.invalid", "127.0.0.1:" + free, "[::1]:" + free)) {
            TransportException failure = failure(
                    () -> transport.open(new TransportTarget("sftp", address, "user", "path"), Optional.empty()).probe());
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
            assertThat(failure).hasMessageContaining(address);
        }
    }

    @Test
    @DisplayName("what listens but says nothing, from the first byte on, is given up as TIMEOUT")
    void silentFromTheStart() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TransportSession session = transport.open(target(silent.getLocalPort()), Optional.empty());
            assertThat(failure(session::probe).kind()).isEqualTo(FailureKind.TIMEOUT);
        }
    }

    @Test
    @DisplayName("what is no SSH server is told as such")
    void notSsh() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> {
                try (Socket socket = other.accept()) {
                    socket.getOutputStream().write("SSH-1.5-old\r\n".getBytes());
                    socket.getInputStream().read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            TransportException failure = failure(() -> transport.open(target(other.getLocalPort()), Optional.empty()).probe());
            assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
            assertThat(failure).hasMessageContaining("127.0.0.1:" + other.getLocalPort());
        }
    }

    @Test
    @DisplayName("a server that goes silent between two calls, in a put and in a read is given up as TIMEOUT, and stays so")
    void silentLater() throws Exception {
        TransportSession between = open();
        between.put(name("object"), LARGE);
        TransportSession storing = open();
        storing.stat(name("object"));
        TransportSession reading = open();
        try (InputStream stream = reading.read(name("object"))) {
            stream.readNBytes(1000);
            line.goSilent();
            assertThat(failure(stream::readAllBytes).kind()).isEqualTo(FailureKind.TIMEOUT);
        }
        assertThat(failure(() -> between.stat(name("object"))).kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(failure(() -> storing.put(name("other"), LARGE)).kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(failure(() -> storing.stat(name("other"))).kind()).isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    @DisplayName("a server that takes all of an object and is not heard any more is given up as TIMEOUT; the put again is success and leaves no trace")
    void silentWhenWritten() throws Exception {
        TransportSession session = open();
        Gate written = new Gate();
        CompletableFuture<FailureKind> put = CompletableFuture.supplyAsync(
                () -> failure(() -> session.put(name("d/object"), LARGE.pausingAfter(LARGE.bytes().length, written))).kind());
        written.awaitReached();
        line.goSilentFromServer();
        written.open();
        assertThat(put.get(20, TimeUnit.SECONDS)).isEqualTo(FailureKind.TIMEOUT);
        line.cut();
        TransportSession next = open();
        assertThat(next.stat(name("d/object"))).isEmpty();
        next.put(name("d/object"), LARGE);
        assertThat(content(next, name("d/object"))).isEqualTo(LARGE.bytes());
        assertThat(onDisk()).containsExactly("d", "d/object");
    }

    @Test
    @DisplayName("a slow source is no slow server")
    void slowSource() throws Exception {
        Gate gate = new Gate();
        TransportSession session = open();
        CompletableFuture<Void> put = CompletableFuture.runAsync(() -> {
            try {
                session.put(name("object"), LARGE.pausingAfter(4 * 1024 * 1024, gate));
            } catch (TransportException e) {
                throw new UncheckedIOException(e);
            }
        });
        gate.awaitReached();
        assertThat(put).as("longer than the server would be waited for").isNotDone();
        Executor later = CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS);
        CompletableFuture.runAsync(gate::open, later).join();
        put.join();
        assertThat(session.stat(name("object"))).contains((long) LARGE.bytes().length);
    }

    @ParameterizedTest(name = "after {0} bytes")
    @ValueSource(longs = {1, 500, 1500, 3000, 5000, 8000, 100_000, 4_000_000, 8_000_000})
    @DisplayName("a line that is cut in a put, wherever, is CONNECTION_LOST, shows nothing, and the next session stores and leaves no trace")
    void cutInAPut(long after) throws Exception {
        open().probe();
        line.cutAfter(after);
        TransportException failure = failure(() -> open().put(name("d/object"), LARGE));
        assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION_LOST);
        line.heal();
        TransportSession next = open();
        assertThat(next.stat(name("d/object"))).isEmpty();
        next.put(name("d/object"), LARGE);
        assertThat(content(next, name("d/object"))).isEqualTo(LARGE.bytes());
        assertThat(onDisk()).containsExactly("d", "d/object");
    }

    @ParameterizedTest(name = "after {0} bytes")
    @ValueSource(longs = {1, 3000, 8000, 1_000_000, 8_300_000})
    @DisplayName("a line that is cut in a read, wherever, is CONNECTION_LOST and never a shorter object")
    void cutInARead(long after) throws Exception {
        open().put(name("object"), LARGE);
        line.cutAfter(after);
        assertThat(failure(() -> content(open(), name("object"))).kind()).isEqualTo(FailureKind.CONNECTION_LOST);
    }

    @Test
    @DisplayName("closing ends, within 5 s, a first contact that nobody answers, and a put on a line that is silent")
    void closingEndsWaiting() throws Exception {
        SftpTransport patient = transport(configured().key(server.clientKey()));
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TransportSession connecting = patient.open(target(silent.getLocalPort()), Optional.empty());
            CompletableFuture<FailureKind> outcome = CompletableFuture.supplyAsync(() -> failure(connecting::probe).kind());
            silent.accept();
            connecting.close();
            assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo(FailureKind.CLOSED);
        }
        TransportSession storing = patient.open(target(line.port()), Optional.empty());
        storing.probe();
        line.goSilent();
        Gate begun = new Gate();
        CompletableFuture<FailureKind> outcome = CompletableFuture.supplyAsync(
                () -> failure(() -> storing.put(name("object"), LARGE.pausingAfter(0, begun))).kind());
        begun.open();
        storing.close();
        assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo(FailureKind.CLOSED);
    }

    @Test
    @DisplayName("stopping the transport ends its sessions, and leaves no thread")
    void stopping() throws Exception {
        TransportSession session = open();
        session.probe();
        open().probe();
        transport.deactivate();
        assertThat(failure(() -> session.stat(name("object"))).kind()).isEqualTo(FailureKind.CLOSED);
        assertThat(failure(this::open).kind()).isEqualTo(FailureKind.CLOSED);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().contains("Connect thread") || thread.getName().contains("Gateway Backup SFTP")) {
                thread.join(5_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }
}
