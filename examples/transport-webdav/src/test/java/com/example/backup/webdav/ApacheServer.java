package com.example.backup.webdav;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.FreePort;

/** Debian's Apache as a WebDAV server on a loopback port, started by {@code src/test/apache/serve.sh}. */
final class ApacheServer implements AutoCloseable {

    static final String USERNAME = "gateway";
    static final String PASSWORD = "canary-é:!";

    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(90);

    private final Path work;
    private final boolean tls;
    private final int port;
    private final Process process;

    /** Starts one that keeps all it has in a directory. */
    ApacheServer(Path directory, boolean tls) throws IOException, InterruptedException {
        this.tls = tls;
        // Apache serves as another user, if it is started by root.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        work = Files.createDirectory(directory.resolve("apache"));
        Files.writeString(work.resolve("password"), PASSWORD);
        port = FreePort.next();
        process = new ProcessBuilder("src/test/apache/serve.sh", work.toString(), Integer.toString(port), tls ? "https" : "http")
                .redirectErrorStream(true).redirectOutput(work.resolve("output").toFile()).start();
        awaitStart();
    }

    private void awaitStart() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!isListening()) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                process.destroy();
                throw new IOException("Apache did not start: " + Files.readString(work.resolve("output")));
            }
        }
    }

    private boolean isListening() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** Returns the directory that it serves. */
    Path files() {
        return work.resolve("files");
    }

    /** The requests that it was sent, and what it answered. */
    List<String> requests() throws IOException {
        return Files.readAllLines(work.resolve("access.log"));
    }

    /** The certificate that a client must trust. */
    Path certificate() {
        return work.resolve("certificate.pem");
    }

    TransportTarget target(String path) {
        return target("localhost", port, path);
    }

    TransportTarget target(String host, int through, String path) {
        return new TransportTarget(tls ? WebdavAddress.WITH_TLS : WebdavAddress.PLAIN, host + ':' + through, USERNAME, path);
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
