package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.flowgateway.backup.core.tree.FileContent;
import org.flowgateway.backup.core.tree.FoundFile;

/**
 * A file that is larger than a pack, open from its first part to its last, so that one reader goes through it in order. It remembers
 * a checksum of each part: if the file was touched meanwhile, reading it once more tells whether the parts belong together.
 */
final class CutFile implements AutoCloseable {

    private static final int STEP = 1 << 17;

    private final FoundFile found;
    private final FileChannel channel;
    private final List<PartSum> sums = new ArrayList<>();
    private long position;

    CutFile(FoundFile found) throws IOException {
        this.found = found;
        this.channel = FileChannel.open(found.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    FoundFile found() {
        return found;
    }

    /** The number of the part to be read next, from 1. */
    int nextPart() {
        return sums.size() + 1;
    }

    /** Bytes that are still to be read, by the size the file had at first. */
    long remaining() {
        return found.state().size() - position;
    }

    /** Bytes read so far. */
    long position() {
        return position;
    }

    /** Fills the window from the file; it stays partly empty only if the file ends early. */
    void read(ByteBuffer window) throws IOException {
        int start = window.position();
        FileContent.fill(channel, window);
        int length = window.position() - start;
        CRC32C sum = new CRC32C();
        sum.update(window.duplicate().flip().position(start));
        sums.add(new PartSum(length, sum.getValue()));
        position += length;
    }

    /** Whether the file still gives the very bytes that were read. */
    boolean readsTheSameAgain() throws IOException {
        channel.position(0);
        ByteBuffer buffer = ByteBuffer.allocate(STEP);
        for (PartSum part : sums) {
            CRC32C sum = new CRC32C();
            long left = part.length;
            while (left > 0) {
                buffer.clear().limit((int) Math.min(STEP, left));
                FileContent.fill(channel, buffer);
                if (buffer.hasRemaining()) {
                    return false;
                }
                sum.update(buffer.flip());
                left -= buffer.limit();
            }
            if (sum.getValue() != part.sum) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private record PartSum(long length, long sum) {
    }
}
