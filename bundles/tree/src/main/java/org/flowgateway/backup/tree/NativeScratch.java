package org.flowgateway.backup.tree;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory outside the heap for the arguments and results of one thread's calls. Each region is overwritten by the next use. */
final class NativeScratch {

    /** Maximum path of one call, with its terminating NUL (PATH_MAX of linux/limits.h). */
    static final int PATH_MAX = 4096;
    /** Bytes of the general region: the maximum of an extended attribute's value (XATTR_SIZE_MAX of linux/limits.h). */
    static final int DATA_SIZE = 1 << 16;

    private static final int SECOND = PATH_MAX;
    private static final int STAT = 2 * PATH_MAX;
    private static final int STAT_SIZE = 512;
    private static final int DATA = STAT + STAT_SIZE;
    private static final ThreadLocal<NativeScratch> CURRENT = ThreadLocal.withInitial(NativeScratch::new);

    private final ByteBuffer memory =
            ByteBuffer.allocateDirect(DATA + DATA_SIZE).order(ByteOrder.nativeOrder());
    private final long address = addressOf(memory);

    private NativeScratch() {}

    static NativeScratch get() {
        return CURRENT.get();
    }

    static long addressOf(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    /**
     * Copies a name into its region, and returns the address.
     *
     * @throws IllegalArgumentException if the name holds a NUL, or exceeds the maximum of a path
     */
    long name(String name) {
        return put(FileNames.encode(name), 0);
    }

    long secondName(String name) {
        return put(FileNames.encode(name), SECOND);
    }

    private long put(byte[] bytes, int at) {
        if (bytes.length >= PATH_MAX) {
            throw new IllegalArgumentException(
                    "A path of length [" + bytes.length + "] exceeds the limit of [" + (PATH_MAX - 1) + "] bytes");
        }
        for (byte each : bytes) {
            if (each == 0) {
                throw new IllegalArgumentException("A file name cannot hold a NUL");
            }
        }
        memory.put(at, bytes);
        memory.put(at + bytes.length, (byte) 0);
        return address + at;
    }

    long statAddress() {
        return address + STAT;
    }

    int statInt(int offset) {
        return memory.getInt(STAT + offset);
    }

    int statShort(int offset) {
        return Short.toUnsignedInt(memory.getShort(STAT + offset));
    }

    long statLong(int offset) {
        return memory.getLong(STAT + offset);
    }

    void putStatLong(int offset, long value) {
        memory.putLong(STAT + offset, value);
    }

    long dataAddress() {
        return address + DATA;
    }

    byte dataByte(int offset) {
        return memory.get(DATA + offset);
    }

    int dataShort(int offset) {
        return Short.toUnsignedInt(memory.getShort(DATA + offset));
    }

    void data(int offset, byte[] into, int length) {
        memory.get(DATA + offset, into, 0, length);
    }

    byte[] data(int length) {
        byte[] bytes = new byte[length];
        memory.get(DATA, bytes);
        return bytes;
    }

    void putData(byte[] bytes) {
        memory.put(DATA, bytes);
    }

    /** Returns the general region as a separate buffer. */
    ByteBuffer dataBuffer() {
        return memory.slice(DATA, DATA_SIZE);
    }
}
