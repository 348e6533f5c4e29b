package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.index.Index;

/** Hard links of an index, collected before the index is compared with trees in one pass. Immutable. */
public final class IndexScan {

    private final Map<String, Map<String, Integer>> links;

    private IndexScan(Map<String, Map<String, Integer>> links) {
        this.links = links;
    }

    /** @param sections ids of the sections to scan */
    public static IndexScan of(Index index, Set<String> sections) throws IOException {
        Map<String, Map<String, Integer>> links = new HashMap<>();
        index.forEach(indexed -> {
            Entry entry = indexed.entry();
            if (entry.type() == Entry.Type.HARDLINK && sections.contains(entry.section())) {
                links.computeIfAbsent(entry.section(), id -> new HashMap<>())
                        .merge(entry.linkTarget(), 1, Integer::sum);
            }
        });
        return new IndexScan(links);
    }

    /** Returns the paths of a section's files that have further names, with the number of these. */
    public Map<String, Integer> links(String id) {
        return links.getOrDefault(id, Map.of());
    }
}
