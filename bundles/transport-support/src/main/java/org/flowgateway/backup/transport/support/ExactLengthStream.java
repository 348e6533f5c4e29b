package org.flowgateway.backup.transport.support;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Stream of exactly the bytes of an object, as law 6 of {@link org.flowgateway.backup.spi.transport.TransportSession} requires: if a connection
 * ends early, the object does not look shorter. Bytes after the length are left in the other stream. One thread.
 */
public final class ExactLengthStream extends FilterInputStream {

    private long remaining;

    /**
     * Creates a stream.
     *
     * @param stream stream of at least the object's bytes; closed with this one
     * @param length the object's bytes
     */
    public ExactLengthStream(InputStream stream, long length) {
        super(Objects.requireNonNull(stream, "stream"));
        this.remaining = length;
    }

    /** Returns the bytes that were not read yet, for example to drop a connection on which they would still arrive. */
    public long remaining() {
        return remaining;
    }

    /**
     * Reads a byte.
     *
     * @throws EOFException if the other stream ends before the object does
     */
    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    /**
     * Reads bytes.
     *
     * @throws EOFException if the other stream ends before the object does
     */
    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, buffer.length);
        if (count == 0) {
            return 0;
        }
        if (remaining == 0) {
            return -1;
        }
        int read = super.read(buffer, offset, (int) Math.min(count, remaining));
        if (read < 0) {
            throw new EOFException("the object ended [" + remaining + "] bytes early");
        }
        remaining -= read;
        return read;
    }

    /**
     * Skips bytes.
     *
     * @throws EOFException if the other stream ends before the object does
     */
    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(Math.max(0, Math.min(count, remaining)));
        remaining -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(super.available(), remaining);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void mark(int limit) {
        // Not supported: a reset would not restore the count.
    }

    @Override
    public void reset() throws IOException {
        throw new IOException("mark is not supported");
    }
}
