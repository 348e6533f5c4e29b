package org.flowgateway.backup.archive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Brings the lines of all runs of a section into the order of a walk. Runs of packs that were filled one after the other follow one another,
 * so of the many only those are open that have something between the others' lines: files that changed while they were read, and went into a
 * later pack than their neighbours. Not thread-safe.
 */
final class IndexMerge {

    private final Deque<IndexRun> closed;
    private final PriorityQueue<IndexRun.Cursor> open = new PriorityQueue<>(Comparator.comparing(IndexMerge::key));

    /** @param runs taken out of the list, so that they can go as they are read */
    IndexMerge(List<IndexRun> runs) {
        List<IndexRun> sorted = new ArrayList<>(runs);
        runs.clear();
        sorted.sort(Comparator.comparing(IndexRun::first));
        closed = new ArrayDeque<>(sorted);
    }

    /** The next line; empty at the end. */
    Optional<RunRecord> next() {
        while (!closed.isEmpty() && (open.isEmpty() || closed.peek().first().compareTo(key(open.peek())) <= 0)) {
            open.add(closed.poll().open());
        }
        IndexRun.Cursor least = open.poll();
        if (least == null) {
            return Optional.empty();
        }
        Optional<RunRecord> record = least.current();
        least.advance();
        if (least.current().isPresent()) {
            open.add(least);
        }
        return record;
    }

    private static RunKey key(IndexRun.Cursor cursor) {
        return cursor.current().orElseThrow().key();
    }
}
