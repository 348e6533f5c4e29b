package ${package};

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * YOURS: the server of the tests, on loopback over TLS. As generated it is a small one for a protocol of its own, with its objects in a directory.
 * It needs nothing but the JDK, and {@link #main} starts it alone.
 *
 * <p>A request is its name and its fields; the reply is OK and its values, or a word that says why it was refused. Texts are in the form of
 * {@link DataOutputStream#writeUTF}, numbers in that of {@code writeInt} and {@code writeLong}. An entry is its name, kind and length.
 *
 * <pre>
 * LOGIN             username, password as an int count and its bytes; the first request of a connection
 * FIND              path                              boolean, then an entry if it is true
 * LIST              path, last name before the page   int count of entries, 0 after the last page
 * STORE             path, chunks as an int count and its bytes, an empty chunk at the end
 * RENAME            path, new path                    boolean, false if the new path is taken
 * READ              path, offset as text              long count, then the bytes
 * REMOVE            path
 * REMOVE_DIRECTORY  path                              boolean, false if it is not empty
 * SPACE             path                              long bytes, below 0 if unknown
 * </pre>
 */
final class ${className}Server implements AutoCloseable {

    static final String USERNAME = "gateway";
    static final String PASSWORD = "canary-é-3f8a";

    private final ${className}ServerFiles files;
    private final ServerSocket entrance;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    /**
     * Listens on 127.0.0.1.
     *
     * @param directory existing directory for the objects
     * @param capacity maximum of the bytes of all objects
     * @param port port; 0 for any
     */
    ${className}Server(Path directory, long capacity, ${className}ServerKey key, int port) throws IOException {
        files = new ${className}ServerFiles(directory, capacity);
        entrance = key.context().getServerSocketFactory().createServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
        start(this::acceptClients);
    }

    /** Runs a server until the process is killed: {@code ${className}Server DIRECTORY KEYS PORT}. KEYS gets the certificate. */
    public static void main(String[] arguments) throws Exception {
        ${className}ServerKey key = ${className}ServerKey.of(Path.of(arguments[1]));
        try (${className}Server server = new ${className}Server(Path.of(arguments[0]), Long.MAX_VALUE, key, Integer.parseInt(arguments[2]))) {
            System.out.println("Listening on " + server.address());
            Thread.currentThread().join();
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) entrance.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Socket client : clients) {
            client.close();
        }
    }

    /** Task of a thread. */
    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException ended) {
                // The client disconnected, was refused the certificate, or the server was closed: the tests look at the client.
                return;
            }
        }, "Server of tests");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptClients() throws IOException {
        while (true) {
            Socket client = entrance.accept();
            clients.add(client);
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            client.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
            if (isLogin(in)) {
                confirm(out);
                while (true) {
                    out.flush();
                    answer(in.readUTF(), in, out);
                }
            }
            out.writeUTF("LOGIN");
            out.flush();
        } finally {
            clients.remove(client);
        }
    }

    private static boolean isLogin(DataInputStream in) throws IOException {
        boolean login = in.readUTF().equals("LOGIN") & in.readUTF().equals(USERNAME);
        String password = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        return login && password.equals(PASSWORD);
    }

    private void answer(String request, DataInputStream in, DataOutputStream out) throws IOException {
        String path = in.readUTF();
        try {
            switch (request) {
                case "FIND" -> find(path, out);
                case "LIST" -> list(path, in.readUTF(), out);
                case "STORE" -> store(path, in, out);
                case "RENAME" -> confirm(out, files.rename(path, in.readUTF()));
                case "READ" -> read(path, Long.parseLong(in.readUTF()), out);
                case "REMOVE" -> {
                    files.remove(path);
                    confirm(out);
                }
                case "REMOVE_DIRECTORY" -> confirm(out, files.removeDirectory(path));
                case "SPACE" -> {
                    long free = files.freeBytes();
                    confirm(out);
                    out.writeLong(free);
                }
                default -> out.writeUTF("UNKNOWN_REQUEST");
            }
        } catch (FileSystemException e) {
            out.writeUTF(refusal(e));
        }
    }

    private static String refusal(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return "MISSING";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "TAKEN";
        }
        return e instanceof AccessDeniedException ? "DENIED" : ${className}ServerFiles.NO_SPACE.equals(e.getReason()) ? "FULL" : "FAILED";
    }

    private static void confirm(DataOutputStream out) throws IOException {
        out.writeUTF("OK");
    }

    private static void confirm(DataOutputStream out, boolean value) throws IOException {
        confirm(out);
        out.writeBoolean(value);
    }

    private void find(String path, DataOutputStream out) throws IOException {
        List<${className}ServerFiles.Entry> found = files.find(path).stream().toList();
        confirm(out, !found.isEmpty());
        writeEntries(found, out);
    }

    private void list(String path, String after, DataOutputStream out) throws IOException {
        List<${className}ServerFiles.Entry> page = files.list(path, after);
        confirm(out);
        out.writeInt(page.size());
        writeEntries(page, out);
    }

    private static void writeEntries(List<${className}ServerFiles.Entry> entries, DataOutputStream out) throws IOException {
        for (${className}ServerFiles.Entry entry : entries) {
            out.writeUTF(entry.name());
            out.writeUTF(entry.kind());
            out.writeLong(entry.length());
        }
    }

    private void store(String path, DataInputStream in, DataOutputStream out) throws IOException {
        ChunkedContent content = new ChunkedContent(in);
        try {
            files.store(path, content);
        } catch (FileSystemException e) {
            // The client reads the reply after its last byte.
            content.transferTo(OutputStream.nullOutputStream());
            throw e;
        }
        confirm(out);
    }

    private void read(String path, long offset, DataOutputStream out) throws IOException {
        try (FileChannel file = files.open(path)) {
            long rest = file.size() - offset;
            if (rest < 0) {
                out.writeUTF("RANGE");
                return;
            }
            confirm(out);
            out.writeLong(rest);
            Channels.newInputStream(file.position(offset)).transferTo(out);
        }
    }

    /** Content of a request, which ends with an empty chunk. */
    private static final class ChunkedContent extends InputStream {

        private final DataInputStream in;
        private byte[] chunk = {};
        private int position;
        private boolean ended;

        ChunkedContent(DataInputStream in) {
            this.in = in;
        }

        @Override
        public int read() {
            throw new UncheckedIOException(new IOException("Bytes are read in chunks"));
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            if (!ended && position == chunk.length) {
                chunk = in.readNBytes(in.readInt());
                position = 0;
                ended = chunk.length == 0;
            }
            int read = Math.min(count, chunk.length - position);
            System.arraycopy(chunk, position, buffer, offset, read);
            position += read;
            return ended ? -1 : read;
        }
    }
}
