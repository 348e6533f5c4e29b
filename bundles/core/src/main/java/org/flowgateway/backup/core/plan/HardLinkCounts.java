package org.flowgateway.backup.core.plan;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.index.Index;

/** Numbers of further names of the files in an index, counted before the index is compared with trees in one pass. Immutable. */
final class HardLinkCounts {

    private final Map<String, Map<String, Integer>> links;

    private HardLinkCounts(Map<String, Map<String, Integer>> links) {
        this.links = links;
    }

    /**
     * Counts the hard links of sections, in one pass through the index.
     *
     * @param sections their ids
     */
    static HardLinkCounts count(Index index, Set<String> sections) throws IOException {
        Map<String, Map<String, Integer>> links = new HashMap<>();
        index.forEach(indexed -> {
            Entry entry = indexed.entry();
            if (entry.type() == Entry.Type.HARDLINK && sections.contains(entry.section())) {
                links.computeIfAbsent(entry.section(), id -> new HashMap<>())
                        .merge(entry.linkTarget(), 1, Integer::sum);
            }
        });
        return new HardLinkCounts(links);
    }

    /** Returns the paths of a section's files that have further names, with the number of these. */
    Map<String, Integer> links(String section) {
        return links.getOrDefault(section, Map.of());
    }
}
