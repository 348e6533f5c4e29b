package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpFailureClassifier;
import org.flowgateway.backup.transport.sftp.protocol.SftpReply;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content of an object from an offset on: exactly the bytes it had when it was opened, or a {@link TransportException}. Reads ahead enough for a connection
 * with high latency.
 */
public final class SftpObjectStream extends InputStream {

    /** Read request in flight. */
    private record Piece(long offset, int count, CompletableFuture<SftpReply> reply) {}

    private static final Logger LOG = LoggerFactory.getLogger(SftpObjectStream.class);
    /** Bytes per request. Every server returns this many at once, and more is no faster. */
    static final int CHUNK = 32 * 1024;
    /** Requests in flight. Times the chunk size, it is the window that JSch and OpenSSH allow in a channel. */
    private static final int AHEAD = 64;

    private final ObjectName name;
    private final SftpObjectTree tree;
    private final SftpClient client;
    private final byte[] handle;
    private final StoredFileLength lengths;
    private final long length;
    private final Deque<Piece> asked = new ArrayDeque<>();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private Optional<CompletableFuture<SftpReply>> end = Optional.empty();
    private boolean checked;
    private long next;
    private boolean closed;

    /**
     * Opens an existing object.
     *
     * @param offset bytes to leave out
     * @throws TransportException {@link FailureKind#INTEGRITY} if the object has fewer
     */
    SftpObjectStream(ObjectName name, SftpObjectTree tree, SftpClient client, long offset) throws IOException {
        this.name = name;
        this.tree = tree;
        this.client = client;
        handle = client.open(tree.path(name), SftpClient.READ);
        lengths = new StoredFileLength(client);
        length = lengths.read(tree.path(name), lengths.ask(handle));
        next = offset;
        checked = offset == length;
        if (offset > length) {
            close();
            throw SftpMessage.OFFSET_BEYOND_END.exception(name.value(), tree.displayName(), length, offset);
        }
    }

    @Override
    public int read() throws TransportException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws TransportException {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        if (count == 0) {
            return 0;
        }
        try {
            if (closed) {
                throw new IOException("it was closed");
            }
            if (!current.hasRemaining() && !more()) {
                return -1;
            }
            int given = Math.min(count, current.remaining());
            current.get(bytes, offset, given);
            return given;
        } catch (IOException e) {
            throw SftpFailureClassifier.of(e, "Reading " + name, tree.displayName());
        }
    }

    private boolean more() throws IOException {
        while (asked.size() < AHEAD && next < length) {
            ask(next, (int) Math.min(CHUNK, length - next));
        }
        if (asked.isEmpty()) {
            finish();
            return false;
        }
        Piece piece = asked.remove();
        try {
            current = client.await(piece.reply()).data();
        } catch (SftpStatus status) {
            throw status.code() == SftpStatus.EOF ? changed(status) : status;
        }
        int given = current.remaining();
        if (given == 0 || given > piece.count()) {
            throw changed(null);
        }
        if (given < piece.count()) {
            // A server may return less than was requested; the rest comes before the next request.
            int rest = piece.count() - given;
            asked.addFirst(new Piece(piece.offset() + given, rest, client.read(handle, piece.offset() + given, rest)));
        }
        return true;
    }

    private void ask(long offset, int count) throws IOException {
        asked.add(new Piece(offset, count, client.read(handle, offset, count)));
        next = offset + count;
        if (next == length) {
            end = lengths.ask(handle);
        }
    }

    private void finish() throws IOException {
        if (!checked) {
            checked = true;
            if (lengths.read(tree.path(name), end) != length) {
                throw changed(null);
            }
        }
    }

    private TransportException changed(Exception cause) {
        return SftpMessage.LENGTH_CHANGED.causedBy(cause, name.value(), tree.displayName());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            asked.clear();
            try {
                client.closeWithoutReply(handle);
            } catch (IOException e) {
                // The bytes were read, or are no longer needed; the session's next call reports a broken connection.
                LOG.debug("{} could not be closed after it was read", name, e);
            }
        }
    }
}
