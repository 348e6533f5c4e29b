package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Part;
import org.flowgateway.backup.archive.index.Index;

/**
 * Groups the index's entries by pack. Entries are in the order of a walk, and so, with few exceptions, are packs: a pack is held from its
 * first entry to its last, and the limits of an index keep the number of held packs small.
 */
final class PackFeed {

    private final Map<Integer, List<MemberToRestore>> open = new HashMap<>();
    private final Index index;
    private final Sink sink;
    private int entries;

    private PackFeed(Index index, Sink sink) {
        this.index = index;
        this.sink = sink;
    }

    /**
     * Reads the whole index.
     *
     * @param sink receives each pack with members once, in the order of their last entries
     * @throws IOException if the index cannot be read, or the sink throws it
     */
    static void run(Index index, Sink sink) throws IOException {
        PackFeed feed = new PackFeed(index, sink);
        index.forEach(feed::add);
    }

    private void add(IndexedEntry indexed) throws IOException {
        List<Part> parts = indexed.parts();
        long offset = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            open.computeIfAbsent(part.pack(), number -> new ArrayList<>())
                    .add(new MemberToRestore(
                            indexed.entry(),
                            indexed.memberName(i),
                            parts.size() == 1 ? 0 : i + 1,
                            offset,
                            part.length(),
                            part.sha256()));
            offset += part.length();
        }
        for (Part part : parts) {
            if (index.lastEntry(part.pack()) == entries
                    && open.containsKey(part.pack())) { // A pack may hold two parts of one file.
                sink.accept(new PackContents(part.pack(), open.remove(part.pack())));
            }
        }
        entries++;
    }

    /** Receiver of packs, which may block; its exception ends the run. */
    @FunctionalInterface
    interface Sink {
        void accept(PackContents pack) throws IOException;
    }
}
