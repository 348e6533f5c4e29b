package org.flowgateway.backup.archive.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Objects;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.Sha256;

/**
 * Buffer of one sealed pack. It is allocated with the first pack, outside of the heap, and reused for the next ones. Sealing swaps it with the
 * builder's own memory: a pack's tar is compressed into this buffer and encrypted into the one that held the tar, so two are enough. It is
 * written by one thread at a time, may be passed to another thread, and can be read by several once it is written.
 */
public final class PackBuffer {

    private ByteBuffer bytes;
    private int length;
    private volatile int packs;

    /** Creates a buffer without memory. */
    public PackBuffer() {
        bytes = ByteBuffer.allocateDirect(0);
    }

    /** Maximum bytes of a pack in either form: incompressible content, with a tag for each chunk, gets a little longer. */
    static int capacityFor(int plainBytes) {
        return plainBytes + plainBytes / 64 + (1 << 16);
    }

    /** Starts the next pack, which makes the content unreadable. Returns memory of at least the given capacity. */
    ByteBuffer reset(int capacity) {
        length = 0;
        packs++;
        VarHandle
                .storeStoreFence(); // Written before the bytes, so that a reader of the next pack's bytes also sees the
        // new number.
        if (bytes.capacity() < capacity) {
            bytes = ByteBuffer.allocateDirect(capacity);
        }
        return bytes;
    }

    /** Returns a stream that writes to other memory, which then becomes this buffer's. */
    OutputStream replace(ByteBuffer memory) {
        bytes = memory;
        return new Output();
    }

    /** Returns name, length and hash of the content. */
    StoredObject describe(String name) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes.slice(0, length));
        return new StoredObject(name, length, Sha256.hex(digest));
    }

    /** Number of the current pack, counted from the first; {@link #reset} changes it. */
    int pack() {
        return packs;
    }

    /**
     * Opens the bytes of a pack from their start.
     *
     * @param pack result of {@link #pack} when it was written
     * @return a stream that fails rather than return bytes of another pack
     * @throws IOException if the buffer holds another pack by now
     */
    InputStream open(int pack) throws IOException {
        Input input = new Input(pack);
        check(pack);
        return input;
    }

    private void check(int pack) throws IOException {
        VarHandle.loadLoadFence(); // Bytes and position are read first, the pack number after them.
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
                throw ArchiveMessage.SEALED_PACK_TOO_LONG.exception(bytes.capacity());
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
