package org.flowgateway.backup.archive.pack;

import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.archive.stream.BoundedStream;
import org.flowgateway.backup.archive.tar.TarWriter;

/** Bounded stream of a tar, which knows the zeros at its end: the library stops reading at a tar's end and checks none of it. */
final class TarStream extends BoundedStream {

    private int zeros;

    TarStream(InputStream in, long limit, String what) {
        super(in, limit, what);
    }

    /** Number of zero bytes at the end so far, counted up to the length of a tar's end. */
    int zeros() {
        return zeros;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) {
            countZeros(bytes, offset, read);
        }
        return read;
    }

    private void countZeros(byte[] bytes, int offset, int read) {
        int last = 0;
        while (last < read && last < TarWriter.END && bytes[offset + read - 1 - last] == 0) {
            last++;
        }
        zeros = last == read ? Math.min(zeros + last, TarWriter.END) : last;
    }
}
