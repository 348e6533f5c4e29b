package org.flowgateway.backup.core.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads file content into memory. */
public final class FileContent {

    /** The platform copies through memory outside the heap and keeps as much of it per thread as the largest read asked for. */
    private static final int LARGEST_READ = 1 << 17;

    private FileContent() {
    }

    /** Reads until the buffer is full or the file ends. */
    public static void fill(FileChannel channel, ByteBuffer buffer) throws IOException {
        int limit = buffer.limit();
        int read = 0;
        while (buffer.position() < limit && read >= 0) {
            buffer.limit(Math.min(limit, buffer.position() + LARGEST_READ));
            read = channel.read(buffer);
        }
        buffer.limit(limit);
    }
}
