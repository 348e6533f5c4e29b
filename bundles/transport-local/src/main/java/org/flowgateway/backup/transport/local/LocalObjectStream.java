package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.OpenFile;

/**
 * Content of an object: exactly the bytes it had when it was opened, or a {@link TransportException}. One thread; the session may close it
 * from another.
 */
final class LocalObjectStream extends InputStream {

    private final ObjectName name;
    private final Path root;
    private final OpenResources files;
    private final OpenFile file;
    private final long length;
    private long position;

    /**
     * @param root the session's directory, for messages
     * @param file registered in {@code files}; closed with this stream, or if there is none
     * @param offset bytes to leave out
     * @throws TransportException {@link FailureKind#INTEGRITY} if the file is shorter than the offset
     */
    LocalObjectStream(ObjectName name, Path root, OpenResources files, OpenFile file, long offset) throws IOException {
        this.name = name;
        this.root = root;
        this.files = files;
        this.file = file;
        this.position = offset;
        try {
            length = file.state().size();
            checkOffset();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void checkOffset() throws TransportException {
        if (position > length) {
            throw LocalMessage.OFFSET_TOO_LARGE.exception(name.toString(), root, length, position);
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
            return position == length ? end() : more(bytes, offset, count);
        } catch (IOException e) {
            throw LocalFailureClassifier.of(e, "Reading " + name, root);
        }
    }

    private int more(byte[] bytes, int offset, int count) throws IOException {
        files.checkUninterrupted();
        int read = file.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(count, length - position)), position);
        if (read <= 0) {
            throw changed();
        }
        position += read;
        return read;
    }

    private int end() throws IOException {
        if (file.state().size() != length) {
            throw changed();
        }
        return -1;
    }

    private TransportException changed() {
        return LocalMessage.LENGTH_CHANGED.exception(name.toString(), root);
    }

    @Override
    public void close() {
        files.remove(file);
        file.close();
    }
}
