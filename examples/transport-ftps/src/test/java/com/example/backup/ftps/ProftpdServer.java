package com.example.backup.ftps;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.FreePort;
import org.flowgateway.backup.tck.TransportFixture;

/**
 * Debian's ProFTPD with explicit TLS on 127.0.0.2, started by {@code src/test/proftpd/serve.sh}. The ports of its data connections are free on
 * 127.0.0.1, where a proxy can listen on them.
 */
final class ProftpdServer implements AutoCloseable {

    static final String USERNAME = "gateway";
    static final String PASSWORD = "canary-é:!";

    private static final String ADDRESS = "127.0.0.2";
    private static final AtomicInteger FRESH = new AtomicInteger();
    private static final int PASSIVE_PORTS = 20;
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(90);

    private final Path work;
    private final int port;
    private final int firstPassive;
    private final Process process;

    /** Starts a server that keeps all it has in a directory. */
    ProftpdServer(Path directory) throws IOException, InterruptedException {
        work = Files.createDirectory(directory.resolve("proftpd"));
        Files.writeString(work.resolve("password"), PASSWORD);
        port = FreePort.next();
        firstPassive = consecutivePorts();
        process = new ProcessBuilder(
                        "src/test/proftpd/serve.sh",
                        work.toString(),
                        Integer.toString(port),
                        Integer.toString(firstPassive),
                        Integer.toString(firstPassive + PASSIVE_PORTS - 1))
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("output").toFile())
                .start();
        awaitStart();
    }

    private static int consecutivePorts() throws IOException {
        int first = FreePort.next();
        for (int last = first; last < first + PASSIVE_PORTS - 1; ) {
            int next = FreePort.next();
            first = next == last + 1 ? first : next;
            last = next;
        }
        return first;
    }

    private void awaitStart() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!isListening()) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                process.destroy();
                throw new IOException("ProFTPD did not start: " + Files.readString(work.resolve("output")));
            }
        }
    }

    private boolean isListening() throws IOException {
        try (Socket socket = new Socket(ADDRESS, port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    /** Returns the directory of the login. */
    Path files() {
        return work.resolve("files");
    }

    /** Returns the certificate that a client must trust. */
    Path certificate() {
        return work.resolve("certificate.pem");
    }

    /** Returns what the server logged about TLS. */
    String tlsLog() throws IOException {
        return Files.readString(work.resolve("tls.log"));
    }

    /** Creates a transport that trusts this server, with timeouts in seconds. */
    FtpsTransport newTransport(int seconds) {
        return new FtpsTransport(new FtpsTestConfiguration(certificate().toString(), seconds, seconds));
    }

    TransportTarget target(String path) {
        return target(ADDRESS, port, path);
    }

    static TransportTarget target(String host, int through, String path) {
        return new TransportTarget(FtpsTarget.SCHEME, host + ':' + through, USERNAME, path);
    }

    /** Returns the addresses of the control connection and of all data connections. */
    InetSocketAddress[] addresses() {
        IntStream passive = IntStream.range(firstPassive, firstPassive + PASSIVE_PORTS);
        return IntStream.concat(IntStream.of(port), passive)
                .mapToObj(each -> new InetSocketAddress(ADDRESS, each))
                .toArray(InetSocketAddress[]::new);
    }

    /** Returns a fixture for the test kit, with a fresh directory on this server. */
    TransportFixture fixture(int timeoutSeconds) {
        FtpsTransport transport = newTransport(timeoutSeconds);
        String path = "backups/" + FRESH.incrementAndGet();
        return TransportFixture.of(transport, target(path))
                .withPassword(PASSWORD)
                .withDirectory(files().resolve(path))
                .withCleanup(transport::deactivate);
    }

    /** Returns a fixture whose server can be reached through a proxy, too. */
    TransportFixture proxiedFixture(int timeoutSeconds) {
        TransportFixture fixture = fixture(timeoutSeconds);
        String path = "backups/" + FRESH.get();
        return fixture.withEntrances(through -> target("localhost", through, path), addresses());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
