package org.flowgateway.backup.tck.broken;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.Impostor;
import org.flowgateway.backup.tck.MemoryTransport;

/** Server on loopback that keeps objects in memory and speaks the {@link ToyProtocol}; as an impostor it only records passwords. */
public final class ToyServer implements Impostor {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> clients = new HashSet<>();
    private final MemoryTransport objects = new MemoryTransport();
    private final StringBuffer passwords = new StringBuffer();
    private final String identity;
    private final String password;

    /**
     * Listens.
     *
     * @param identity identity that it sends
     * @param password password that it accepts
     * @throws IOException if no port is free
     */
    public ToyServer(String identity, String password) throws IOException {
        this.identity = identity;
        this.password = password;
        start(() -> {
            while (true) {
                Socket client = entrance.accept();
                register(client);
                start(() -> serve(client));
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException left) {
                        // The client disconnected, or the server was closed.
                        return;
                    }
                },
                "Toy server " + port());
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket client) throws IOException {
        try (client;
                DataInputStream in = new DataInputStream(client.getInputStream());
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()))) {
            client.setTcpNoDelay(true);
            out.writeUTF(identity);
            out.flush();
            String given = in.readUTF();
            passwords.append(given);
            if (!given.equals(password)) {
                ToyProtocol.failed(
                        out,
                        new TransportException(FailureKind.AUTHENTICATION, "The toy server refuses this password"));
                return;
            }
            ToyProtocol.done(out);
            try (TransportSession session =
                    objects.open(new TransportTarget("toy", "", "", in.readUTF()), Optional.empty())) {
                while (true) {
                    answer(session, in, out);
                }
            }
        } finally {
            unregister(client);
        }
    }

    private synchronized void register(Socket client) {
        clients.add(client);
    }

    private synchronized void unregister(Socket client) {
        clients.remove(client);
        notifyAll();
    }

    private static void answer(TransportSession session, DataInputStream in, DataOutputStream out) throws IOException {
        String word = in.readUTF();
        Optional<ObjectName> name = ToyProtocol.name(in.readUTF());
        try {
            switch (word) {
                case "put" -> put(session, name.orElseThrow(), in, out);
                case "read" -> read(session, name.orElseThrow(), in, out);
                case "stat" -> {
                    Optional<ObjectAttributes> found = session.stat(name.orElseThrow());
                    ToyProtocol.done(out);
                    out.writeLong(found.map(ObjectAttributes::length).orElse(-1L));
                }
                case "list" -> {
                    List<ListEntry> all = session.list(name);
                    ToyProtocol.done(out);
                    out.writeInt(all.size());
                    for (ListEntry listed : all) {
                        out.writeUTF(listed.name());
                        out.writeUTF(listed.kind().name());
                        out.writeLong(listed.length());
                    }
                }
                case "delete" -> {
                    session.delete(name.orElseThrow());
                    ToyProtocol.done(out);
                }
                default -> throw new IOException("No such request: " + word);
            }
        } catch (TransportException e) {
            ToyProtocol.failed(out, e);
        }
        out.flush();
    }

    private static void put(TransportSession session, ObjectName name, DataInputStream in, DataOutputStream out)
            throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int count = in.readInt();
        for (; count > 0; count = in.readInt()) {
            content.write(in.readNBytes(count));
            ToyProtocol.done(out);
        }
        if (count == ToyProtocol.END) {
            session.put(name, BytesSource.of(content.toByteArray()));
        }
        ToyProtocol.done(out);
    }

    private static void read(TransportSession session, ObjectName name, DataInputStream in, DataOutputStream out)
            throws IOException {
        try (InputStream content = session.read(name)) {
            ToyProtocol.done(out);
            byte[] chunk = new byte[ToyProtocol.CHUNK];
            int count = content.readNBytes(chunk, 0, chunk.length);
            while (count > 0) {
                out.writeInt(count);
                out.write(chunk, 0, count);
                out.flush();
                in.readByte();
                count = content.readNBytes(chunk, 0, chunk.length);
            }
            out.writeInt(ToyProtocol.END);
        }
    }

    /** Returns the full names of all objects. */
    public List<String> storedNames() {
        return List.copyOf(objects.objects().keySet());
    }

    @Override
    public int port() {
        return entrance.getLocalPort();
    }

    @Override
    public synchronized String told() throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!clients.isEmpty() && System.nanoTime() < deadline) {
            wait(TIMEOUT.toMillis());
        }
        return passwords.toString();
    }

    @Override
    public synchronized void close() {
        try {
            entrance.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
