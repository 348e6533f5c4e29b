package org.flowgateway.backup.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Remembers what the storage below threw, so that a broken connection is never reported as damage. */
class SourceStream extends FilterInputStream {

    private IOException failure;

    SourceStream(InputStream in) {
        super(in);
    }

    /** What a read threw, or {@code null}. */
    final IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return in.read(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
