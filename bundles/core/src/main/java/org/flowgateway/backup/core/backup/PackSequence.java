package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.flowgateway.backup.archive.IndexWriter;
import org.flowgateway.backup.archive.SealedPack;

/** Hands stored packs to the index in the order of their numbers, whatever order they were stored in. Thread-safe. */
final class PackSequence {

    private final NavigableMap<Integer, SealedPack> waiting = new TreeMap<>();
    private final IndexWriter index;
    private int next;

    PackSequence(IndexWriter index) {
        this.index = index;
    }

    /** The pack is on the target. */
    synchronized void stored(SealedPack pack) throws IOException {
        waiting.put(pack.number(), pack);
        while (!waiting.isEmpty() && waiting.firstKey() == next) {
            index.add(waiting.pollFirstEntry().getValue());
            next++;
        }
    }
}
