package org.flowgateway.backup.archive.crypto;

import java.io.IOException;
import java.io.InputStream;

/** Stream that fails after its first bytes, as a connection does. */
public final class FailingStream extends InputStream {

    private final byte[] bytes;
    private final int after;
    private final IOException failure;
    private int position;

    public FailingStream(byte[] bytes, int after, IOException failure) {
        this.bytes = bytes;
        this.after = after;
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        if (position == after) {
            throw failure;
        }
        return bytes[position++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position == after) {
            throw failure;
        }
        int count = Math.min(length, after - position);
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }
}
