package org.flowgateway.backup.archive;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Lines of the index about one section, in the order of a walk, compressed: what one pack holds of it. A million of them take some 80 MB.
 * Immutable.
 */
final class IndexRun {

    private final RunKey first;
    private final List<Block> blocks;

    /** @param blocks at least one, in order */
    IndexRun(RunKey first, List<Block> blocks) {
        this.first = first;
        this.blocks = List.copyOf(blocks);
    }

    /** The key of its first line. */
    RunKey first() {
        return first;
    }

    /** Its lines from the first. The blocks can go as they are read, if nobody holds the run any more. */
    Cursor open() {
        return new Cursor(blocks);
    }

    /**
     * Lines that were compressed together.
     *
     * @param compressed a zstd frame
     * @param length bytes of its content
     */
    record Block(byte[] compressed, int length) {}

    /** Reads lines, with one block in memory. Not thread-safe. */
    static final class Cursor {

        private final Deque<Block> left;
        private DataInputStream block = new DataInputStream(new ByteArrayInputStream(new byte[0]));
        private RunRecord current;

        private Cursor(List<Block> blocks) {
            left = new ArrayDeque<>(blocks);
            advance();
        }

        /** The line it is at; empty at the end. */
        Optional<RunRecord> current() {
            return Optional.ofNullable(current);
        }

        /** Goes on to the next. */
        void advance() {
            try {
                if (block.available() == 0) {
                    if (left.isEmpty()) {
                        current = null;
                        return;
                    }
                    Block next = left.poll();
                    block = new DataInputStream(
                            new ByteArrayInputStream(Zstd.decompress(next.compressed(), next.length())));
                }
                int length = block.readInt();
                int part = block.readInt();
                RunKey key = new RunKey(block.readNBytes(length), part);
                current = new RunRecord(key, block.readBoolean(), block.readNBytes(block.readInt()));
            } catch (IOException e) {
                throw new UncheckedIOException("an array in memory cannot be read", e);
            }
        }
    }
}
