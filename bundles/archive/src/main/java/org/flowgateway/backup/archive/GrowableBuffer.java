package org.flowgateway.backup.archive;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Memory that a sealed index is collected in, and read from again. It grows by what is needed. Read by any thread once it is written. */
final class GrowableBuffer {

    /** Small enough to be an ordinary object to the garbage collector, which handles the largest ones at a price. */
    private static final int CHUNK = 1 << 18;

    private final int limit;
    private final List<byte[]> chunks = new ArrayList<>();
    private int length;

    /** @param limit most bytes to take */
    GrowableBuffer(int limit) {
        this.limit = limit;
    }

    /** Takes bytes in; fails with {@code LIMIT_EXCEEDED} if they would be too many. Closing does nothing. */
    OutputStream output() {
        return new Output();
    }

    /** Name, length and hash of what was written. */
    StoredObject describe(String name) {
        MessageDigest digest = Sha256.sha256();
        for (int at = 0; at < length; at += CHUNK) {
            digest.update(chunks.get(at / CHUNK), 0, Math.min(CHUNK, length - at));
        }
        return new StoredObject(name, length, Sha256.hex(digest));
    }

    /** The bytes from their start. */
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
                throw ArchiveException.limit(
                        "the sealed object would be longer than the [" + limit + "] bytes allowed");
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
