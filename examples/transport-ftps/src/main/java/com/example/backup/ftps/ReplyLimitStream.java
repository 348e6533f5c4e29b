package com.example.backup.ftps;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stream that limits the bytes of an answer, whose reader keeps it in memory. One thread. */
final class ReplyLimitStream extends FilterInputStream {

    private final int maxBytes;
    private int remaining;

    ReplyLimitStream(InputStream stream, int maxBytes) {
        super(stream);
        this.maxBytes = maxBytes;
        begin();
    }

    /** Begins the next answer. */
    void begin() {
        remaining = maxBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        int read = super.read(buffer, offset, count);
        remaining -= Math.max(0, read);
        if (remaining < 0) {
            throw new IOException("An answer exceeds " + maxBytes + " bytes");
        }
        return read;
    }
}
