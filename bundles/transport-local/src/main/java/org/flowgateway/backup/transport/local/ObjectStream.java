package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;

/** Exactly the bytes an object had when it was opened, or a {@link TransportException}. One thread; the session may close it from another. */
final class ObjectStream extends InputStream {

    private final ObjectName name;
    private final ObjectTree tree;
    private final OpenResources files;
    private final FileChannel channel;
    private final long length;
    private long position;

    /** @param channel open for reading and known to {@code files}; closed with this stream */
    ObjectStream(ObjectName name, ObjectTree tree, OpenResources files, FileChannel channel) throws IOException {
        this.name = name;
        this.tree = tree;
        this.files = files;
        this.channel = channel;
        this.length = channel.size();
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
            return position == length ? end() : more(bytes, offset, count);
        } catch (IOException e) {
            throw LocalFailure.of(e, "Reading " + name, tree.root());
        }
    }

    private int more(byte[] bytes, int offset, int count) throws IOException {
        int read = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(count, length - position)));
        if (read <= 0) {
            throw changed();
        }
        position += read;
        return read;
    }

    private int end() throws IOException {
        if (channel.size() != length) {
            throw changed();
        }
        return -1;
    }

    private TransportException changed() {
        return new TransportException(FailureKind.INTEGRITY, name + " in " + tree.root() + " changed its length while it was read: it is damaged");
    }

    @Override
    public void close() throws TransportException {
        files.remove(channel);
        try {
            channel.close();
        } catch (IOException e) {
            throw LocalFailure.of(e, "Reading " + name, tree.root());
        }
    }
}
