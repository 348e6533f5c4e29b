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
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.FaultProxy;
import org.flowgateway.backup.tck.Latch;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Unreachable hosts and servers that stop responding, as far as SSH is concerned; the rest is in the laws of an unreliable connection. */
@Timeout(300)
class UnreliableConnectionTest extends SftpFixture {

    /** Timeout of the transport, which a server that answers needs only a small part of, also on a busy machine. */
    private static final int SILENCE_SECONDS = 4;

    private static final BytesSource LARGE = BytesSource.random(8 * 1024 * 1024, 1);

    private OpenSshServer server;
    private FaultProxy proxy;
    private SftpTransport transport;

    @BeforeEach
    void start() throws Exception {
        server = ending(OpenSshServer.start(base.resolve("server")));
        proxy = ending(new FaultProxy(server.port()));
        transport = transport(configured().key(server.clientKey()).waiting(10, SILENCE_SECONDS));
    }

    private TransportSession open() throws TransportException {
        return transport.open(target(proxy.port()), Optional.empty());
    }

    @Test
    @DisplayName("an unknown name, and a port without a listener, are UNREACHABLE, naming the host")
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
    @DisplayName("a server without SSH is reported as such")
    void notSsh() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var unused = CompletableFuture.runAsync(() -> {
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
            assertThat(assertMessage(failure, SftpMessage.NOT_SSH))
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort());
        }
    }

    @Test
    @DisplayName(
            "a server that is silent after a whole upload is a TIMEOUT; the repeated put succeeds and leaves no orphan")
    void silentWhenWritten() throws Exception {
        TransportSession session = open();
        Latch written = new Latch();
        CompletableFuture<FailureKind> put = CompletableFuture.supplyAsync(() -> failure(
                        () -> session.put(name("d/object"), LARGE.pausingAfter(LARGE.bytes().length, written)))
                .kind());
        written.awaitReached();
        proxy.goSilentFromServer();
        written.open();
        assertThat(put.get(60, TimeUnit.SECONDS)).isEqualTo(FailureKind.TIMEOUT);
        proxy.cut();
        TransportSession next = open();
        assertThat(next.stat(name("d/object"))).isEmpty();
        next.put(name("d/object"), LARGE);
        assertThat(content(next, name("d/object"))).isEqualTo(LARGE.bytes());
        assertThat(onDisk()).containsExactly("d", "d/object");
    }

    @Test
    @DisplayName("a slow source does not time out")
    void slowSource() throws Exception {
        Latch latch = new Latch();
        TransportSession session = open();
        CompletableFuture<Void> put = CompletableFuture.runAsync(() -> {
            try {
                session.put(name("object"), LARGE.pausingAfter(4 * 1024 * 1024, latch));
            } catch (TransportException e) {
                throw new UncheckedIOException(e);
            }
        });
        latch.awaitReached();
        assertThat(put).as("longer than the server would be waited for").isNotDone();
        Executor later = CompletableFuture.delayedExecutor(SILENCE_SECONDS + 1, TimeUnit.SECONDS);
        CompletableFuture.runAsync(latch::open, later).join();
        put.join();
        assertThat(session.stat(name("object"))).contains(ObjectAttributes.ofLength(LARGE.length()));
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
                thread.join(60_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }
}
