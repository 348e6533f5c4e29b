package com.example.backup.webdav;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stream that limits the length of each part of a response, which its reader keeps in memory. */
public final class BoundedStream extends FilterInputStream {

    private final long maxBytes;
    private long left;

    BoundedStream(InputStream in, long maxBytes) {
        super(in);
        this.maxBytes = maxBytes;
        left = maxBytes;
    }

    /** Begins the next part. */
    void begin() {
        left = maxBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        int read = super.read(bytes, offset, count);
        left -= Math.max(0, read);
        if (left < 0) {
            throw new IOException("A part of the answer is longer than " + maxBytes + " bytes");
        }
        return read;
    }
}
