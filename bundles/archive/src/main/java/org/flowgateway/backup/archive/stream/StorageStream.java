package org.flowgateway.backup.archive.stream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Stream of the storage. It remembers its exception, so that a broken connection is never reported as damage. It fills every read, because the
 * library takes a short read within a packet's header for the end.
 */
public class StorageStream extends FilterInputStream {

    private IOException failure;

    public StorageStream(InputStream in) {
        super(in);
    }

    /** Exception of a read, or {@code null}. */
    public final IOException failure() {
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
            int count = in.readNBytes(bytes, offset, length);
            return count == 0 && length > 0 ? -1 : count;
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
