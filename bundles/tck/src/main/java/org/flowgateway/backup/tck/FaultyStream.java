package org.flowgateway.backup.tck;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;

/** Content of an object with one fault at one position. */
final class FaultyStream extends FilterInputStream {

    /** Kind of fault. */
    enum Kind {
        /** One bit of the byte at the position is wrong. */
        CORRUPT,
        /** The stream ends at the position. */
        TRUNCATE,
        /** Reading fails at the position. */
        FAIL
    }

    private final long at;
    private final Kind kind;
    private final FailureKind failure;
    private long position;

    FaultyStream(InputStream stream, long at, Kind kind, FailureKind failure) {
        super(stream);
        this.at = at;
        this.kind = kind;
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (kind != Kind.CORRUPT && position == at) {
            if (kind == Kind.TRUNCATE) {
                return -1;
            }
            throw new TransportException(failure, "The test lets reading fail at byte " + at + ": " + failure);
        }
        int maxCount = kind == Kind.CORRUPT ? count : (int) Math.min(count, at - position);
        int read = in.read(bytes, offset, maxCount);
        if (kind == Kind.CORRUPT && position <= at && at < position + read) {
            bytes[offset + (int) (at - position)] ^= 1;
        }
        position += Math.max(0, read);
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        // By reading, so that no fault is skipped.
        long skipped = 0;
        while (skipped < count && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
