package org.flowgateway.backup.tck;

import java.io.ByteArrayInputStream;
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
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS server for {@code localhost} and 127.0.0.1 with a self-signed certificate, from the first byte on or after a plain dialogue. */
public final class TlsImpostor implements Impostor {

    private static final String PASSWORD = "nobody-knows";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final List<String> dialogue;
    private final SSLSocketFactory sockets;
    private final ServerSocket entrance;
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
        this(directory, List.of());
    }

    /**
     * Creates a key and a certificate, and listens for clients that begin without TLS (STARTTLS).
     *
     * @param directory existing directory for the key
     * @param dialogue lines before TLS, without their ends: what the server says first, then in turn the client's line and the server's
     *         reply. Another line of a client is recorded as told
     * @throws IOException if this Java has no {@code keytool}, or no port is free
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    public TlsImpostor(Path directory, List<String> dialogue) throws IOException, InterruptedException {
        this.dialogue = List.copyOf(dialogue);
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
            sockets = context.getSocketFactory();
            entrance = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (GeneralSecurityException e) {
            throw new IOException("No TLS server can be made of the key in " + keys, e);
        }
        Thread thread = new Thread(this::listen, "TLS impostor " + port());
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        while (!entrance.isClosed()) {
            try (Socket plain = entrance.accept()) {
                visit(true);
                speakPlainly(plain);
                record(secured(plain).getInputStream());
            } catch (IOException refused) {
                // By a client that rejected the certificate, as expected, or by the close. The next client may send
                // more.
                continue;
            } finally {
                visit(false);
            }
        }
    }

    private void speakPlainly(Socket client) throws IOException {
        for (int at = 0; at < dialogue.size(); at++) {
            if (at % 2 == 0) {
                client.getOutputStream().write((dialogue.get(at) + "\r\n").getBytes(StandardCharsets.UTF_8));
            } else {
                hear(client.getInputStream(), dialogue.get(at));
            }
        }
    }

    /** Reads a line byte by byte, so that the first bytes of TLS are left; records it unless it is the expected one. */
    private void hear(InputStream in, String expected) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        if (!line.toString(StandardCharsets.UTF_8).strip().equals(expected)) {
            record(new ByteArrayInputStream(line.toByteArray()));
        }
    }

    private SSLSocket secured(Socket plain) throws IOException {
        SSLSocket secured = (SSLSocket) sockets.createSocket(plain, null, plain.getPort(), true);
        secured.setUseClientMode(false);
        return secured;
    }

    private void record(InputStream in) throws IOException {
        for (int next = in.read(); next >= 0; next = in.read()) {
            note(next);
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
