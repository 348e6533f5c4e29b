package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Index;

/** Everything that must be known of an index before it can be compared with trees in one go: which files have further names. Immutable. */
public final class IndexScan {

    private final Map<String, Map<String, Integer>> links;

    private IndexScan(Map<String, Map<String, Integer>> links) {
        this.links = links;
    }

    /** @param sections ids of those that are looked at */
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

    /** Paths of a section's files that have further names, with how many these are. */
    public Map<String, Integer> links(String id) {
        return links.getOrDefault(id, Map.of());
    }
}
