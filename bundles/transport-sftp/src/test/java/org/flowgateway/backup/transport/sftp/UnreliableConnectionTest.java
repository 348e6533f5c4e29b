package org.flowgateway.backup.transport.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.flowgateway.backup.tck.Latch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is SSH's own about hosts that cannot be reached and servers that stop answering; the rest is among the laws of a bad line. */
@Timeout(60)
class UnreliableConnectionTest extends SftpFixture {

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
            TransportException failure = failure(() -> transport
                    .open(new TransportTarget("sftp", address, "user", "path"), Optional.empty())
                    .probe());
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
            assertThat(failure).hasMessageContaining(address);
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
            TransportException failure = failure(() -> transport
                    .open(target(other.getLocalPort()), Optional.empty())
                    .probe());
            assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
            assertThat(failure).hasMessageContaining("127.0.0.1:" + other.getLocalPort());
        }
    }

    @Test
    @DisplayName(
            "a server that takes all of an object and is not heard any more is given up as TIMEOUT; the put again is success and leaves no trace")
    void silentWhenWritten() throws Exception {
        TransportSession session = open();
        Latch written = new Latch();
        CompletableFuture<FailureKind> put = CompletableFuture.supplyAsync(() -> failure(
                        () -> session.put(name("d/object"), LARGE.pausingAfter(LARGE.bytes().length, written)))
                .kind());
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
        Latch gate = new Latch();
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
