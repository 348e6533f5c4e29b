package org.flowgateway.backup.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.VarHandle;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Memory that one sealed object is collected in, and read from again. It grows by what is needed and keeps its size for the next object.
 * Written by one thread at a time; may be handed from one to another, and read by several once it is written.
 */
public final class SealedBytes {

    /** Small enough to be an ordinary object to the garbage collector, which handles the largest ones at a price. */
    private static final int CHUNK = 1 << 18;

    private final int limit;
    private final List<byte[]> chunks = new ArrayList<>();
    private int length;
    private volatile int objects;

    /** Allocates nothing yet. */
    public SealedBytes() {
        this(Integer.MAX_VALUE);
    }

    /** @param limit most bytes to take */
    SealedBytes(int limit) {
        this.limit = limit;
    }

    /** Begins with the next object: what was in here is no longer readable. */
    void reset() {
        length = 0;
        objects++;
        VarHandle.storeStoreFence(); // Whoever reads a byte of the next object is then sure to see that it is the next.
    }

    /** Takes bytes in; fails with {@code LIMIT_EXCEEDED} if they would be too many. Closing does nothing. */
    OutputStream output() {
        return new Output();
    }

    /** Name, length and hash of what was written. */
    StoredObject describe(String name) {
        MessageDigest digest = Hashes.sha256();
        for (int at = 0; at < length; at += CHUNK) {
            digest.update(chunks.get(at / CHUNK), 0, Math.min(CHUNK, length - at));
        }
        return new StoredObject(name, length, Hashes.hex(digest));
    }

    /** Which object is in here, counted from the first: a number that changes with {@link #reset}. */
    int object() {
        return objects;
    }

    /**
     * The bytes of an object from their start.
     *
     * @param object what {@link #object} said when it was written
     * @return a stream that fails rather than give bytes of another object
     * @throws IOException if there is another object in here by now
     */
    InputStream open(int object) throws IOException {
        check(object);
        return new Input(object);
    }

    private void check(int object) throws IOException {
        if (object != objects) {
            throw new IOException("the memory it is read from holds another object by now");
        }
    }

    private final class Output extends OutputStream {

        @Override
        public void write(int value) throws ArchiveException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int count) throws ArchiveException {
            if (count > limit - length) {
                throw ArchiveException.limit("the sealed object would be longer than the [" + limit + "] bytes allowed");
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

        private final int object;
        private final int end = length;
        private int position;

        Input(int object) {
            this.object = object;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, bytes.length);
            if (count == 0) {
                return 0;
            }
            if (position == end) {
                return -1;
            }
            int within = position % CHUNK;
            int piece = Math.min(count, Math.min(CHUNK - within, end - position));
            System.arraycopy(chunks.get(position / CHUNK), within, bytes, offset, piece);
            VarHandle.loadLoadFence(); // The bytes first, then whose they were.
            check(object);
            position += piece;
            return piece;
        }

        @Override
        public int available() {
            return end - position;
        }
    }
}
