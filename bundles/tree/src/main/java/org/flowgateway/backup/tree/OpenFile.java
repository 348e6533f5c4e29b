package org.flowgateway.backup.tree;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
import java.util.Optional;

/**
 * Open regular file. Thread-safe; closing it from another thread ends a running operation with a {@link ClosedChannelException}, at the latest
 * with its next call.
 */
public final class OpenFile implements Closeable {

    /** Maximum bytes of one call: a call cannot be interrupted. */
    private static final int STEP = 1 << 22;

    private final ClosableDescriptor descriptor;
    private final String path;
    private final TreeHook hook;
    private final FileState opened;

    /**
     * Creates an open file.
     *
     * @param opened state at the opening
     */
    OpenFile(ClosableDescriptor descriptor, String path, TreeHook hook, FileState opened) {
        this.descriptor = descriptor;
        this.path = path;
        this.hook = hook;
        this.opened = opened;
    }

    /** State at the opening, before anything was read. Unknown for a file that was created by the opening. */
    public Optional<FileState> stateWhenOpened() {
        return Optional.ofNullable(opened);
    }

    ClosableDescriptor descriptor() {
        return descriptor;
    }

    /** Reads the state of the file. */
    public FileState state() throws IOException {
        int number = descriptor.use();
        try {
            return StatCalls.of(number, "", path);
        } finally {
            descriptor.done();
        }
    }

    /**
     * Reads some bytes.
     *
     * @param position in the file, in bytes
     * @return bytes read, at most what remains in the buffer; -1 at the end of the file
     */
    public int read(ByteBuffer buffer, long position) throws IOException {
        int number = descriptor.use();
        try {
            return buffer.isDirect() ? readDirect(number, buffer, position) : readToHeap(number, buffer, position);
        } finally {
            descriptor.done();
        }
    }

    private int readDirect(int number, ByteBuffer buffer, long position) throws IOException {
        int wanted = Math.min(buffer.remaining(), STEP);
        long count = Libc.pread(number, NativeScratch.addressOf(buffer) + buffer.position(), wanted, position);
        if (count < 0) {
            throw Errno.last(path);
        }
        buffer.position(buffer.position() + (int) count);
        return count == 0 && wanted > 0 ? -1 : (int) count;
    }

    private int readToHeap(int number, ByteBuffer buffer, long position) throws IOException {
        NativeScratch scratch = NativeScratch.get();
        int wanted = Math.min(buffer.remaining(), NativeScratch.DATA_SIZE);
        long count = Libc.pread(number, scratch.dataAddress(), wanted, position);
        if (count < 0) {
            throw Errno.last(path);
        }
        buffer.put(scratch.dataBuffer().limit((int) count));
        return count == 0 && wanted > 0 ? -1 : (int) count;
    }

    /**
     * Reads until the buffer is full or the file ends.
     *
     * @param position in the file, in bytes
     */
    public void fill(ByteBuffer buffer, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int count = read(buffer, at);
            if (count < 0) {
                return;
            }
            at += count;
        }
    }

    /** Opens a stream over the whole file. Closing the stream leaves the file open. One thread at a time. */
    public InputStream stream() {
        return new InputStream() {

            private long position;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = OpenFile.this.read(ByteBuffer.wrap(bytes, offset, length), position);
                position += Math.max(0, count);
                return count;
            }
        };
    }

    /**
     * Writes the remaining bytes of the buffer.
     *
     * @param position in the file, in bytes; a gap before it becomes a hole, which reads as zeros
     */
    public void write(ByteBuffer buffer, long position) throws IOException {
        long at = position;
        if (hook != TreeHook.NONE
                && buffer.remaining() > 1) { // A hook sees a write in two halves, as a disk may perform it.
            int limit = buffer.limit();
            buffer.limit(buffer.position() + buffer.remaining() / 2);
            at = writeAll(buffer, at);
            buffer.limit(limit);
        }
        writeAll(buffer, at);
    }

    private long writeAll(ByteBuffer buffer, long position) throws IOException {
        hook.before(TreeOperation.WRITE, path);
        long at = position;
        while (buffer.hasRemaining()) {
            int number = descriptor.use();
            try {
                at += buffer.isDirect() ? writeDirect(number, buffer, at) : writeFromHeap(number, buffer, at);
            } finally {
                descriptor.done();
            }
        }
        return at;
    }

    private long writeDirect(int number, ByteBuffer buffer, long position) throws IOException {
        long count = Libc.pwrite(
                number,
                NativeScratch.addressOf(buffer) + buffer.position(),
                Math.min(buffer.remaining(), STEP),
                position);
        if (count < 0) {
            throw Errno.last(path);
        }
        buffer.position(buffer.position() + (int) count);
        return count;
    }

    private long writeFromHeap(int number, ByteBuffer buffer, long position) throws IOException {
        NativeScratch scratch = NativeScratch.get();
        ByteBuffer data = scratch.dataBuffer();
        int length = Math.min(buffer.remaining(), data.remaining());
        data.put(buffer.slice(buffer.position(), length));
        long count = Libc.pwrite(number, scratch.dataAddress(), length, position);
        if (count < 0) {
            throw Errno.last(path);
        }
        buffer.position(buffer.position() + (int) count);
        return count;
    }

    /** Sets the length in bytes; an extension is a hole, which reads as zeros. */
    public void setLength(long length) throws IOException {
        change(TreeOperation.WRITE, number -> Libc.ftruncate(number, length));
    }

    /**
     * Finds the next stored byte at or after a position; the bytes before it are a hole (lseek(2), SEEK_DATA).
     *
     * @return its position; the file's length if there is none
     */
    public long nextData(long position) throws IOException {
        return seek(position, Libc.SEEK_DATA);
    }

    /**
     * Finds the next hole at or after a position (lseek(2), SEEK_HOLE).
     *
     * @return its position; the file's length if there is none
     */
    public long nextHole(long position) throws IOException {
        return seek(position, Libc.SEEK_HOLE);
    }

    private long seek(long position, int whence) throws IOException {
        int number = descriptor.use();
        try {
            long found = Libc.lseek(number, position, whence);
            if (found >= 0) {
                return found;
            }
            int error = Errno.last();
            if (error == Errno.ENXIO) {
                return Math.max(position, StatCalls.of(number, "", path).size());
            }
            throw Errno.exception(error, path);
        } finally {
            descriptor.done();
        }
    }

    /** Flushes content and attributes to the disk. */
    public void sync() throws IOException {
        change(TreeOperation.SYNC, Libc::fsync);
    }

    /**
     * Sets the mode.
     *
     * @param mode permission bits with set-user-id, set-group-id and sticky
     */
    public void setMode(int mode) throws IOException {
        change(TreeOperation.SET_ATTRIBUTE, number -> Libc.fchmod(number, mode));
    }

    /** Sets owner and group; each is 0 to 4294967295, or -1 to keep it. The system then clears set-user-id bits. */
    public void setOwner(long uid, long gid) throws IOException {
        change(TreeOperation.SET_ATTRIBUTE, number -> Libc.fchown(number, (int) uid, (int) gid));
    }

    /** Sets the modification time, in nanoseconds if the file system stores them. */
    public void setModified(Instant time) throws IOException {
        NativeScratch scratch = NativeScratch.get();
        change(TreeOperation.SET_ATTRIBUTE, number -> {
            StatCalls.putTimes(scratch, time);
            return Libc.futimens(number, scratch.statAddress());
        });
    }

    /** Reads the extended attributes; none if the file system has none. */
    public ExtendedAttributes attributes() throws IOException {
        int number = descriptor.use();
        try {
            return XattrCalls.ofDescriptor(number, path);
        } finally {
            descriptor.done();
        }
    }

    /** Sets an extended attribute. */
    public void setAttribute(String name, byte[] value) throws IOException {
        change(TreeOperation.SET_ATTRIBUTE, number -> XattrCalls.set(number, name, value));
    }

    /** Removes an extended attribute, if it exists. */
    public void removeAttribute(String name) throws IOException {
        change(TreeOperation.SET_ATTRIBUTE, number -> XattrCalls.remove(number, name));
    }

    /**
     * Locks the file until it is closed (flock(2)). The lock ends with the process in any case.
     *
     * @return {@code false} if another process, or another opening of the file, holds a lock
     */
    public boolean tryLock() throws IOException {
        return StatCalls.tryLock(descriptor, path);
    }

    private void change(TreeOperation operation, StatCalls.Call call) throws IOException {
        hook.before(operation, path);
        int number = descriptor.use();
        try {
            if (call.on(number) < 0) {
                throw Errno.last(path);
            }
        } finally {
            descriptor.done();
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
