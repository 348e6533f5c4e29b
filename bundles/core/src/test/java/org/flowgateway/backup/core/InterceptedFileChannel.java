package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** Open file whose hook is called before and in the middle of each write, and before each sync. */
final class InterceptedFileChannel extends FileChannel {

    private final FileChannel channel;
    private final Path file;
    private final InterceptedFileSystem.Hook hook;

    InterceptedFileChannel(FileChannel channel, Path file, InterceptedFileSystem.Hook hook) {
        this.channel = channel;
        this.file = file;
        this.hook = hook;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int written = write(bytes, channel.position());
        channel.position(channel.position() + written);
        return written;
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        hook.before(InterceptedFileSystem.Operation.WRITE, file);
        int half = bytes.remaining() / 2;
        int written = half == 0 ? 0 : channel.write(bytes.slice(bytes.position(), half), position);
        bytes.position(bytes.position() + written);
        if (written > 0) {
            hook.before(InterceptedFileSystem.Operation.WRITE, file);
        }
        return written + channel.write(bytes, position + written);
    }

    @Override
    public void force(boolean metaData) throws IOException {
        hook.before(InterceptedFileSystem.Operation.FORCE, file);
        channel.force(metaData);
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return channel.read(bytes);
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws IOException {
        return channel.read(buffers, offset, length);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
        return channel.read(bytes, position);
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        channel.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        hook.before(InterceptedFileSystem.Operation.WRITE, file);
        channel.truncate(size);
        return this;
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return channel.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return channel.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        channel.close();
    }
}
