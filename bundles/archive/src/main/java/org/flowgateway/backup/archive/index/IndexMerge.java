package org.flowgateway.backup.archive.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Merge of all runs of a section in the order of a walk. Runs of consecutive packs follow one another, so few are open at a time: those with
 * entries between the others' lines, such as files that changed during reading and went into a later pack than their neighbours. Not
 * thread-safe.
 */
final class IndexMerge {

    private final Deque<IndexRun> closed;
    private final PriorityQueue<IndexRun.Cursor> open = new PriorityQueue<>(Comparator.comparing(IndexMerge::key));

    /**
     * Creates a merge.
     *
     * @param runs removed from the list, so that memory is released during reading
     */
    IndexMerge(List<IndexRun> runs) {
        List<IndexRun> sorted = new ArrayList<>(runs);
        runs.clear();
        sorted.sort(Comparator.comparing(IndexRun::first));
        closed = new ArrayDeque<>(sorted);
    }

    /** Returns the next line; empty at the end. */
    Optional<IndexRunLine> next() {
        while (!closed.isEmpty() && (open.isEmpty() || closed.peek().first().compareTo(key(open.peek())) <= 0)) {
            open.add(closed.poll().open());
        }
        IndexRun.Cursor least = open.poll();
        if (least == null) {
            return Optional.empty();
        }
        Optional<IndexRunLine> line = least.current();
        least.advance();
        if (least.current().isPresent()) {
            open.add(least);
        }
        return line;
    }

    private static IndexSortKey key(IndexRun.Cursor cursor) {
        return cursor.current().orElseThrow().key();
    }
}
