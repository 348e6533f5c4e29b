package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flowgateway.backup.tck.FreePort;

/** S3 server in its own process on a loopback port, also for the tests of the whole product. */
public final class S3Server implements AutoCloseable {

    /** The access key that a server which wants one lets in. */
    public static final String ACCESS_KEY = "gateway";
    /** Secret of the access key. */
    public static final String SECRET = "canary-of-the-secret-key/+";

    private static final int SECONDS_TO_START = 90;

    private final Process process;
    private final Path log;
    private final int port;

    private S3Server(Path directory, int port, List<String> arguments) throws Exception {
        this.port = port;
        log = directory.resolve("server.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        awaitListening();
    }

    /**
     * Starts S3Proxy, which keeps buckets as directories. It checks signatures.
     *
     * @param jar the program
     * @param disk directory of its buckets
     * @param certificate whose key it has on TLS; {@code null} for plain HTTP
     */
    public static S3Server s3Proxy(Path jar, Path disk, TestCertificate certificate) throws Exception {
        return s3Proxy(jar, disk, "filesystem", certificate);
    }

    /** Starts S3Proxy with one of its ways to store. */
    static S3Server s3Proxy(Path jar, Path disk, String provider, TestCertificate certificate) throws Exception {
        Files.createDirectories(disk);
        Path directory = Files.createTempDirectory(disk.toAbsolutePath().getParent(), "s3proxy");
        int port = FreePort.next();
        List<String> settings = new ArrayList<>(List.of(
                "s3proxy.authorization=aws-v4",
                "s3proxy.identity=" + ACCESS_KEY,
                "s3proxy.credential=" + SECRET,
                "jclouds.provider=" + provider,
                "jclouds.identity=any",
                "jclouds.credential=any",
                "jclouds.filesystem.basedir=" + disk,
                "s3proxy.v4-max-non-chunked-request-size=134217728"));
        if (certificate == null) {
            settings.add("s3proxy.endpoint=http://127.0.0.1:" + port);
        } else {
            settings.addAll(List.of(
                    "s3proxy.secure-endpoint=https://127.0.0.1:" + port,
                    "s3proxy.keystore-path=" + certificate.keyStore(),
                    "s3proxy.keystore-password=" + TestCertificate.PASSWORD));
        }
        Path file = Files.write(directory.resolve("s3proxy.properties"), settings);
        return new S3Server(directory, port, List.of("-jar", jar.toString(), "--properties", file.toString()));
    }

    /** Starts S3Mock, another make. It checks no signatures, and has the bucket that is named. */
    static S3Server s3Mock(Path jar, Path disk, String bucket) throws Exception {
        Files.createDirectories(disk.resolve("store"));
        int port = FreePort.next();
        return new S3Server(
                disk,
                port,
                List.of(
                        "-jar",
                        jar.toString(),
                        "--server.port=0",
                        "--com.adobe.testing.s3mock.http-port=" + port,
                        "--com.adobe.testing.s3mock.store.root=" + disk.resolve("store"),
                        "--com.adobe.testing.s3mock.store.initial-buckets=" + bucket,
                        "--logging.level.root=warn"));
    }

    /** A program that the build has put below {@code target}. */
    static Path program(String name) {
        return Path.of("target/servers", name).toAbsolutePath();
    }

    private void awaitListening() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
        while (!isListening()) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException("The server did not start: " + Files.readString(log));
            }
        }
    }

    /** Returns true if the server responds, even with a demand for TLS. */
    private boolean isListening() throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
        try {
            connection.getResponseCode();
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (IOException otherwise) {
            return true;
        } finally {
            connection.disconnect();
        }
    }

    /** The port on loopback that it listens on. */
    public int port() {
        return port;
    }

    /** Returns the server's output. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
