package org.flowgateway.backup.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * Memory that one sealed pack lies in, and is read from. It is allocated with the first pack, outside of the heap, and used again for the
 * next ones. Sealing a pack exchanges it for the builder's own: a pack's tar is compressed into this memory, and encrypted into the one
 * that held the tar, so the two are enough. Written by one thread at a time; may be handed from one to another, and read by several once
 * it is written.
 */
public final class PackBuffer {

    private ByteBuffer bytes;
    private int length;
    private volatile int packs;

    /** Allocates nothing yet. */
    public PackBuffer() {
        bytes = ByteBuffer.allocateDirect(0);
    }

    /** Bytes that a pack may take in either of its forms: what compresses to no less, and a tag for each of its chunks, is a little longer. */
    static int capacityFor(int plainBytes) {
        return plainBytes + plainBytes / 64 + (1 << 16);
    }

    /** Begins with the next pack: what was in here is no longer readable. Gives the memory, of which as many bytes are sure to be there. */
    ByteBuffer reset(int capacity) {
        length = 0;
        packs++;
        VarHandle.storeStoreFence(); // Whoever reads a byte of the next pack is then sure to see that it is the next.
        if (bytes.capacity() < capacity) {
            bytes = ByteBuffer.allocateDirect(capacity);
        }
        return bytes;
    }

    /** Takes what is written to the stream into other memory, which becomes this one's own. */
    OutputStream replace(ByteBuffer memory) {
        bytes = memory;
        return new Output();
    }

    /** Name, length and hash of what was written. */
    StoredObject describe(String name) {
        MessageDigest digest = Sha256.sha256();
        digest.update(bytes.slice(0, length));
        return new StoredObject(name, length, Sha256.hex(digest));
    }

    /** Which pack is in here, counted from the first: a number that changes with {@link #reset}. */
    int pack() {
        return packs;
    }

    /**
     * The bytes of a pack from their start.
     *
     * @param pack what {@link #pack} said when it was written
     * @return a stream that fails rather than give bytes of another pack
     * @throws IOException if there is another pack in here by now
     */
    InputStream open(int pack) throws IOException {
        Input input = new Input(pack);
        check(pack);
        return input;
    }

    private void check(int pack) throws IOException {
        VarHandle.loadLoadFence(); // The bytes, and where they are, first; then whose they were.
        if (pack != packs) {
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
            if (count > bytes.capacity() - length) {
                throw ArchiveException.limit(
                        "the sealed pack would be longer than the [" + bytes.capacity() + "] bytes allowed");
            }
            bytes.put(length, source, offset, count);
            length += count;
        }
    }

    private final class Input extends InputStream {

        private final int pack;
        private final ByteBuffer memory = bytes;
        private final int end = length;
        private int position;

        Input(int pack) {
            this.pack = pack;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, target.length);
            if (count == 0) {
                return 0;
            }
            if (position == end) {
                return -1;
            }
            int piece = Math.min(count, end - position);
            memory.get(position, target, offset, piece);
            check(pack);
            position += piece;
            return piece;
        }

        @Override
        public int available() {
            return end - position;
        }
    }
}
