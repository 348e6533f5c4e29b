package com.example.backup.ftps;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.flowgateway.backup.tck.Impostor;

/** FTP server for {@code localhost} with explicit TLS and a self-signed certificate, which records what it is told after the handshake. */
final class FtpsImpostor implements Impostor {

    private static final String PASSWORD = "nobody-knows";
    private static final long TIMEOUT_MILLIS = 5_000;

    private final SSLContext context;
    private final ServerSocket entrance;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private boolean visited;

    FtpsImpostor(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Path keys = directory.resolve("impostor.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-keyalg", "EC", "-alias", "impostor", "-dname", "CN=localhost",
                        "-ext", "san=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12",
                        "-keystore", keys.toString(), "-storepass", PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed: " + Files.readString(directory.resolve("keytool.log")));
        }
        context = context(keys);
        entrance = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::listen, "FTPS impostor " + port());
        thread.setDaemon(true);
        thread.start();
    }

    private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
        try (InputStream file = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        }
    }

    private void listen() {
        while (!entrance.isClosed()) {
            try (Socket client = entrance.accept()) {
                visit(true);
                talk(client);
            } catch (IOException refused) {
                // By a client that rejected the certificate, as expected, or by the close.
                continue;
            } finally {
                visit(false);
            }
        }
    }

    private void talk(Socket client) throws IOException {
        client.getOutputStream().write("220 Ready\r\n".getBytes(StandardCharsets.US_ASCII));
        readLine(client.getInputStream());
        client.getOutputStream().write("234 Proceed\r\n".getBytes(StandardCharsets.US_ASCII));
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(client, null, true);
        secured.setUseClientMode(false);
        InputStream in = secured.getInputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            note(next);
        }
    }

    private static void readLine(InputStream in) throws IOException {
        int next = in.read();
        while (next >= 0 && next != '\n') {
            next = in.read();
        }
    }

    private synchronized void note(int next) {
        told.write(next);
    }

    private synchronized void visit(boolean now) {
        visited = now;
        notifyAll();
    }

    @Override
    public int port() {
        return entrance.getLocalPort();
    }

    @Override
    public synchronized String told() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
        while (visited && System.nanoTime() < deadline) {
            wait(TIMEOUT_MILLIS);
        }
        return told.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
