package ${package};

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.support.ExactLengthStream;

/**
 * YOURS: the calls of the store, one method each. As generated they speak the protocol of the tests' {@code ${className}Server}: replace the bodies
 * one by one, and keep the contracts. No method retries, waits for the store to recover, or reports a failure as absence. Paths are relative to
 * the target's root, which is "". One thread, except {@link #close}.
 */
final class ${className}Store implements AutoCloseable {

    private static final int MAX_PAGE_ENTRIES = 500;
    private static final int CHUNK_BYTES = 16 * 1024;

    private final TransportTarget target;
    private final byte[] password;
    private final ${className}Connection connection;

    /** @param password in UTF-8, wiped by {@link #close} */
    ${className}Store(TransportTarget target, byte[] password, ${className}Connection connection) {
        this.target = target;
        this.password = password;
        this.connection = connection;
    }

    /** Logs in. The host's identity was verified before. */
    private Void logIn(DataInputStream in, DataOutputStream out) throws IOException {
        send(out, "LOGIN", target.username());
        out.writeInt(password.length);
        out.write(password);
        out.flush();
        checkReply(in, "Logging in");
        return null;
    }

    /** Finds the file at a path; empty only if the store affirms that there is none. */
    Optional<ListEntry> find(String path) throws TransportException {
        return request("Looking for " + path, in -> in.readBoolean() ? Optional.of(readEntry(in)) : Optional.empty(), "FIND", absolute(path));
    }

    /**
     * Lists a page of a directory in the order of names: empty after the last page, or if the store affirms that there is no such directory.
     *
     * @param after last name of the page before; "" for the first page
     */
    List<ListEntry> list(String directory, String after) throws TransportException {
        return request("Listing " + absolute(directory), in -> {
            List<ListEntry> page = new ArrayList<>();
            for (long entries = checkRange(in.readInt(), MAX_PAGE_ENTRIES); entries > 0; entries--) {
                page.add(readEntry(in));
            }
            return page;
        }, "LIST", absolute(directory), after);
    }

    /** Stores content, as far as it can be read, under a new name. Creates the directories above. */
    void store(String path, DeclaredContent content) throws TransportException {
        connection.exchange("Storing " + path, this::logIn, (in, out) -> {
            send(out, "STORE", absolute(path));
            byte[] chunk = new byte[CHUNK_BYTES];
            try {
                for (int count = connection.fill(chunk, content); count > 0; count = connection.fill(chunk, content)) {
                    out.writeInt(count);
                    out.write(chunk, 0, count);
                }
            } finally {
                // Content that fails ends the object, not the connection: the caller removes the object.
                out.writeInt(0);
                out.flush();
                checkReply(in, "Storing " + path);
            }
            return null;
        });
    }

    /** Renames an object; returns false, and changes nothing, if the new name is taken. A rename that overwrites must not be used. */
    boolean renameIfFree(String from, String to) throws TransportException {
        return request("Storing " + to, DataInputStream::readBoolean, "RENAME", absolute(from), absolute(to));
    }

    /** Reads an object from an offset on. A truncated transfer must fail, and not look like the end. */
    InputStream read(String path, long offset) throws TransportException {
        String task = "Reading " + path;
        ExactLengthStream content = request(task, in -> new ExactLengthStream(in, checkRange(in.readLong(), Long.MAX_VALUE)),
                "READ", absolute(path), Long.toString(offset));
        return new InputStream() {
            @Override
            public int read() throws TransportException {
                return connection.guard(task, content::read);
            }

            @Override
            public int read(byte[] buffer, int from, int count) throws TransportException {
                return connection.guard(task, () -> content.read(buffer, from, count));
            }

            @Override
            public void close() {
                if (content.remaining() > 0) {
                    // Otherwise the rest would be taken for the next reply.
                    connection.disconnect();
                }
            }
        };
    }

    /** Returns whether an object has the content of a source. */
    boolean isSame(String path, ObjectSource source) throws TransportException {
        return connection.guard("Reading " + path, () -> {
            try (InputStream stored = read(path, 0)) {
                return DeclaredContent.isSame(source, stored);
            }
        });
    }

    /** Removes an object; success if there is none. Anything else than an object stays. */
    void remove(String path) throws TransportException {
        request("Removing " + path, in -> null, "REMOVE", absolute(path));
    }

    /** Removes a directory; returns false, and changes nothing, if it is not empty. */
    boolean removeDirectory(String path) throws TransportException {
        return request("Removing " + path, DataInputStream::readBoolean, "REMOVE_DIRECTORY", absolute(path));
    }

    /** Returns the free bytes; empty if the store does not report them. */
    OptionalLong freeBytes() throws TransportException {
        long bytes = request("Querying free space", DataInputStream::readLong, "SPACE", absolute(""));
        return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /** Ends the connection from any thread: a running call fails within 5 s. Never throws. */
    @Override
    public void close() {
        connection.close();
        Arrays.fill(password, (byte) 0);
    }

    private String absolute(String path) {
        return path.isEmpty() ? target.path() : target.path() + '/' + path;
    }

    /** Reader of the values after a reply. */
    private interface ReplyReader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private <T> T request(String task, ReplyReader<T> reader, String... fields) throws TransportException {
        return connection.exchange(task, this::logIn, (in, out) -> {
            send(out, fields);
            out.flush();
            checkReply(in, task);
            return reader.read(in);
        });
    }

    private static void send(DataOutputStream out, String... fields) throws IOException {
        for (String field : fields) {
            out.writeUTF(field);
        }
    }

    private void checkReply(DataInputStream in, String task) throws IOException {
        String reply = in.readUTF();
        if (!reply.equals("OK")) {
            throw ${className}Failure.ofReply(reply).exception(task, connection.server());
        }
    }

    private static ListEntry readEntry(DataInputStream in) throws IOException {
        String name = in.readUTF();
        String kind = in.readUTF();
        long length = checkRange(in.readLong(), Long.MAX_VALUE);
        return switch (kind) {
            case "OBJECT" -> ListEntry.object(name, length);
            case "DIRECTORY" -> ListEntry.directory(name);
            default -> ListEntry.other(name);
        };
    }

    private static long checkRange(long number, long max) throws ProtocolException {
        if (number < 0 || number > max) {
            throw new ProtocolException("Number [" + number + "] is not in 0 to " + max);
        }
        return number;
    }
}
