package org.flowgateway.backup.archive.stream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.archive.ArchiveMessage;

/** Stream that counts its bytes and fails when they exceed a limit: a small object may unpack to a huge one. */
public class BoundedStream extends FilterInputStream {

    private final long limit;
    private final String what;
    private final ArchiveMessage pieceTooLong;
    private long count;
    private long nearer = Long.MAX_VALUE;

    public BoundedStream(InputStream in, long limit, String what) {
        this(in, limit, what, ArchiveMessage.HEADERS_TOO_LONG);
    }

    /**
     * Creates a bounded stream.
     *
     * @param pieceTooLong message when {@link #allowOnly} is exceeded; its parameter is {@code what}
     */
    public BoundedStream(InputStream in, long limit, String what, ArchiveMessage pieceTooLong) {
        super(in);
        this.limit = limit;
        this.what = what;
        this.pieceTooLong = pieceTooLong;
    }

    public long count() {
        return count;
    }

    /** Returns whether the limit was exceeded. */
    public boolean exceeded() {
        return count > Math.min(limit, nearer);
    }

    /** Limits the next bytes until {@link #allowAll}. */
    public void allowOnly(long more) {
        nearer = count + more;
    }

    /** Lifts the limit of {@link #allowOnly}. */
    public void allowAll() {
        nearer = Long.MAX_VALUE;
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
                throw count > limit
                        ? ArchiveMessage.UNPACKS_TOO_LARGE.exception(what, limit)
                        : pieceTooLong.exception(what);
            }
        }
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        // Skipped bytes are read, so that they are counted and authenticated.
        byte[] skipped = new byte[(int) Math.min(bytes, 8192)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
