package org.flowgateway.backup.tck;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** TLS server for {@code localhost} and 127.0.0.1 with a self-signed certificate. */
public final class TlsImpostor implements Impostor {

    private static final String PASSWORD = "nobody-knows";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final SSLServerSocket entrance;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private boolean visited;

    /**
     * Creates a key and a certificate, and listens.
     *
     * @param directory existing directory for the key
     * @throws IOException if this Java has no {@code keytool}, or no port is free
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    public TlsImpostor(Path directory) throws IOException, InterruptedException {
        Path keys = directory.resolve("impostor.p12");
        Command.run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "impostor",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD);
        try (InputStream file = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            entrance = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (GeneralSecurityException e) {
            throw new IOException("No TLS server can be made of the key in " + keys, e);
        }
        Thread thread = new Thread(this::listen, "TLS impostor " + port());
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        while (!entrance.isClosed()) {
            try (SSLSocket client = (SSLSocket) entrance.accept()) {
                visit(true);
                InputStream in = client.getInputStream();
                for (int next = in.read(); next >= 0; next = in.read()) {
                    note(next);
                }
            } catch (IOException refused) {
                // By a client that rejected the certificate, as expected, or by the close. The next client may send
                // more.
                continue;
            } finally {
                visit(false);
            }
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
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (visited && System.nanoTime() < deadline) {
            wait(TIMEOUT.toMillis());
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
