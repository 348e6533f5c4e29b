package org.flowgateway.backup.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read, and fails when it becomes more than was granted: a small object may unpack to a huge one. */
final class BoundedStream extends FilterInputStream {

    private final long limit;
    private final String what;
    private final String pieces;
    private long count;
    private long nearer = Long.MAX_VALUE;
    private int zeros;

    BoundedStream(InputStream in, long limit, String what) {
        this(in, limit, what, "headers");
    }

    /** @param pieces what is granted by {@link #allowOnly}, for people */
    BoundedStream(InputStream in, long limit, String what, String pieces) {
        super(in);
        this.limit = limit;
        this.what = what;
        this.pieces = pieces;
    }

    long count() {
        return count;
    }

    /** Whether it became too much. */
    boolean exceeded() {
        return count > Math.min(limit, nearer);
    }

    /** Until {@link #allowAll}, grants only so many bytes more. */
    void allowOnly(long more) {
        nearer = count + more;
    }

    /** Grants all that is left. */
    void allowAll() {
        nearer = Long.MAX_VALUE;
    }

    /** How many zero bytes came last, counted up to the length of a tar's end. */
    int zeros() {
        return zeros;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        if (read > 0) {
            count += read;
            if (exceeded()) {
                throw ArchiveException.limit(
                        count > limit
                                ? "the " + what + " unpacks to more than the [" + limit + "] bytes allowed"
                                : "the " + what + " has " + pieces + " longer than allowed");
            }
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

    @Override
    public long skip(long bytes) throws IOException {
        // Skipped bytes are bytes: they are counted, and authenticated.
        byte[] skipped = new byte[(int) Math.min(bytes, 8192)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
