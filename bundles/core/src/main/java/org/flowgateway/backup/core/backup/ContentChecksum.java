package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.flowgateway.backup.tree.OpenFile;

/**
 * Checksum of a range of a file's bytes, to detect changes.
 *
 * @param length bytes
 * @param crc their CRC-32C
 */
record ContentChecksum(long length, long crc) {

    private static final int BUFFER_BYTES = 1 << 17;

    /** Checksum of all bytes before the buffer's position. */
    static ContentChecksum of(ByteBuffer read) {
        return of(read, read.position());
    }

    /** Checksum of a buffer's first bytes. */
    private static ContentChecksum of(ByteBuffer read, int length) {
        CRC32C crc = new CRC32C();
        crc.update(read.duplicate().position(0).limit(length));
        return new ContentChecksum(length, crc.getValue());
    }

    /** Tells whether a buffer's bytes before its position begin with the checksummed ones. */
    boolean isStartOf(ByteBuffer read) {
        return length <= read.position() && of(read, (int) length).equals(this);
    }

    /**
     * Reads a file again and tells whether it has these bytes.
     *
     * @param position of the first of them
     * @param stop called between reads; its exception ends them
     */
    <X extends Exception> boolean isIn(OpenFile file, long position, StopCheck<X> stop) throws IOException, X {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, Math.max(1, length)));
        CRC32C checksum = new CRC32C();
        for (long done = 0; done < length; done += buffer.limit()) {
            stop.check();
            buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
            file.fill(buffer, position + done);
            if (buffer.hasRemaining()) {
                return false;
            }
            checksum.update(buffer.flip());
        }
        return checksum.getValue() == crc;
    }

    /** Check that can end a long read. */
    @FunctionalInterface
    interface StopCheck<X extends Exception> {
        void check() throws X;
    }
}
