package org.flowgateway.backup.archive.index;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.Sha256;

/** Buffer of a sealed index that grows on demand. It can be read by any thread once it is written. */
final class GrowableBuffer {

    /** Small enough to be an ordinary object to the garbage collector, which handles very large ones at a cost. */
    private static final int CHUNK = 1 << 18;

    private final int limit;
    private final List<byte[]> chunks = new ArrayList<>();
    private int length;

    /**
     * Creates an empty buffer.
     *
     * @param limit maximum number of bytes
     */
    GrowableBuffer(int limit) {
        this.limit = limit;
    }

    /** Returns a stream that appends; it fails with {@code LIMIT_EXCEEDED} above the limit. Closing it does nothing. */
    OutputStream output() {
        return new Output();
    }

    /** Returns name, length and hash of the content. */
    StoredObject describe(String name) {
        MessageDigest digest = Sha256.digest();
        for (int at = 0; at < length; at += CHUNK) {
            digest.update(chunks.get(at / CHUNK), 0, Math.min(CHUNK, length - at));
        }
        return new StoredObject(name, length, Sha256.hex(digest));
    }

    /** Opens the content from its start. */
    InputStream open() {
        return new Input();
    }

    private final class Output extends OutputStream {

        @Override
        public void write(int value) throws ArchiveException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int count) throws ArchiveException {
            if (count > limit - length) {
                throw ArchiveMessage.SEALED_OBJECT_TOO_LONG.exception(limit);
            }
            int done = 0;
            while (done < count) {
                if (length / CHUNK == chunks.size()) {
                    chunks.add(new byte[CHUNK]);
                }
                int within = length % CHUNK;
                int piece = Math.min(count - done, CHUNK - within);
                System.arraycopy(source, offset + done, chunks.get(length / CHUNK), within, piece);
                done += piece;
                length += piece;
            }
        }
    }

    private final class Input extends InputStream {

        private int position;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int offset, int count) {
            Objects.checkFromIndexSize(offset, count, bytes.length);
            if (count == 0) {
                return 0;
            }
            if (position == length) {
                return -1;
            }
            int within = position % CHUNK;
            int piece = Math.min(count, Math.min(CHUNK - within, length - position));
            System.arraycopy(chunks.get(position / CHUNK), within, bytes, offset, piece);
            position += piece;
            return piece;
        }

        @Override
        public int available() {
            return length - position;
        }
    }
}
