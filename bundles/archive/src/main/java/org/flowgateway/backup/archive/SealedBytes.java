package org.flowgateway.backup.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/** A growing array that sealed bytes are collected in, and read from again. It keeps its size for the next use. */
final class SealedBytes extends OutputStream {

    private final int limit;
    private byte[] bytes;
    private int length;

    SealedBytes(int initial, int limit) {
        this.bytes = new byte[initial];
        this.limit = limit;
    }

    void reset() {
        length = 0;
    }

    @Override
    public void write(int value) throws IOException {
        grow(1);
        bytes[length++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
        grow(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    private void grow(int more) throws ArchiveException {
        if (more > limit - length) {
            throw ArchiveException.limit("the sealed object would be longer than the [" + limit + "] bytes allowed");
        }
        if (more > bytes.length - length) {
            long doubled = Math.min(2L * bytes.length, limit);
            bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, length + more));
        }
    }

    /** Name, length and hash of what was written. */
    StoredObject describe(String name) {
        MessageDigest digest = Hashes.sha256();
        digest.update(bytes, 0, length);
        return new StoredObject(name, length, Hashes.hex(digest));
    }

    InputStream open() {
        return new ByteArrayInputStream(bytes, 0, length);
    }
}
