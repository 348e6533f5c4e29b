package org.flowgateway.backup.core.plan;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Index;
import org.flowgateway.backup.archive.IndexedEntry;

/** What must be known of an index before it can be compared with trees in one go. */
final class IndexSurvey {

    private final List<String> order;
    private final Map<String, Map<String, Integer>> links = new HashMap<>();
    private int section = -1;
    private String path = "";
    private boolean ordered = true;

    private IndexSurvey(List<String> order) {
        this.order = order;
    }

    /** @param order ids of the sections that are looked at, in the order they are compared in */
    static IndexSurvey of(Index index, List<String> order) throws IOException {
        IndexSurvey survey = new IndexSurvey(order);
        index.forEach(survey::look);
        return survey;
    }

    private void look(IndexedEntry indexed) {
        Entry entry = indexed.entry();
        int next = order.indexOf(entry.section());
        if (next < 0) {
            return;
        }
        if (next < section || next == section && TreeOrder.compare(path, entry.path()) >= 0) {
            ordered = false;
        }
        section = next;
        path = entry.path();
        if (entry.type() == Entry.Type.HARDLINK) {
            links.computeIfAbsent(entry.section(), id -> new HashMap<>()).merge(entry.linkTarget(), 1, Integer::sum);
        }
    }

    /** Whether the entries come in the order of a walk; those of a backup that was made here do. */
    boolean isOrdered() {
        return ordered;
    }

    /** Paths of a section's files that have further names, with how many these are. */
    Map<String, Integer> links(String id) {
        return links.getOrDefault(id, Map.of());
    }
}
