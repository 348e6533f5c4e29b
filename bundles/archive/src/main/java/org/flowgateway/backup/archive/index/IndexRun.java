package org.flowgateway.backup.archive.index;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Sorted run of index lines of one section, compressed: the content of one pack. A million lines take some 80 MB. Immutable. */
final class IndexRun {

    private final IndexSortKey first;
    private final List<Block> blocks;

    /**
     * Creates a run.
     *
     * @param blocks at least one, in order
     */
    IndexRun(IndexSortKey first, List<Block> blocks) {
        this.first = first;
        this.blocks = List.copyOf(blocks);
    }

    /** Returns the key of the first line. */
    IndexSortKey first() {
        return first;
    }

    /** Opens the run at its first line. Blocks are released during reading, if nobody holds the run any more. */
    Cursor open() {
        return new Cursor(blocks);
    }

    /**
     * Lines that are compressed together.
     *
     * @param compressed a zstd frame
     * @param length bytes of its content
     */
    record Block(byte[] compressed, int length) {}

    /** Cursor over the lines, with one block in memory. Not thread-safe. */
    static final class Cursor {

        private final Deque<Block> left;
        private DataInputStream block = new DataInputStream(new ByteArrayInputStream(new byte[0]));
        private IndexRunLine current;

        private Cursor(List<Block> blocks) {
            left = new ArrayDeque<>(blocks);
            advance();
        }

        /** Returns the current line; empty at the end. */
        Optional<IndexRunLine> current() {
            return Optional.ofNullable(current);
        }

        /** Moves to the next line. */
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
                IndexSortKey key = new IndexSortKey(block.readNBytes(length), part);
                current = new IndexRunLine(key, block.readBoolean(), block.readNBytes(block.readInt()));
            } catch (IOException e) {
                throw new UncheckedIOException("an array in memory cannot be read", e);
            }
        }
    }
}
