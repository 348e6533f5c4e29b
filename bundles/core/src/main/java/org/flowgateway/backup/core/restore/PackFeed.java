package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.Index;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Part;

/**
 * Turns the index, entry by entry, into the packs' contents, pack by pack. Entries stand in the order of the packs, so a pack is known
 * in full as soon as an entry begins in a later one, and only a few packs are held at a time.
 */
final class PackFeed {

    private final NavigableMap<Integer, List<ExpectedMember>> open = new TreeMap<>();
    private final Sink sink;
    private int lastPack;

    private PackFeed(Sink sink) {
        this.sink = sink;
    }

    /**
     * Goes through the whole index.
     *
     * @param sink is given every pack once, in order
     * @throws IOException if the index cannot be read, or its order is broken, or as the sink
     */
    static void run(Index index, Sink sink) throws IOException {
        PackFeed feed = new PackFeed(sink);
        index.forEach(feed::add);
        feed.release(Integer.MAX_VALUE);
    }

    private void add(IndexedEntry indexed) throws IOException {
        List<Part> parts = indexed.parts();
        int first = parts.get(0).pack();
        if (first < lastPack) {
            throw new ArchiveException(ArchiveException.Reason.DAMAGED, "the index does not name the packs in order");
        }
        release(first);
        long offset = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            open.computeIfAbsent(part.pack(), number -> new ArrayList<>())
                    .add(new ExpectedMember(indexed.entry(), indexed.memberName(i), parts.size() == 1 ? 0 : i + 1, offset, part.length(), part.sha256()));
            offset += part.length();
            lastPack = part.pack();
        }
    }

    private void release(int before) throws IOException {
        while (!open.isEmpty() && open.firstKey() < before) {
            var pack = open.pollFirstEntry();
            sink.accept(new PackContents(pack.getKey(), pack.getValue()));
        }
    }

    /** Takes packs, and may wait until it can; what it throws ends the run. */
    @FunctionalInterface
    interface Sink {
        void accept(PackContents pack) throws IOException;
    }
}
