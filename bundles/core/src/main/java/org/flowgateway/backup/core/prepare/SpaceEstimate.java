package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Part;
import org.flowgateway.backup.archive.index.Index;

/**
 * Estimate of the disk space of restored files that may be sparse, whose length is no measure of it. Their holes are zeros in a backup, and
 * compress to next to nothing, so a pack's stored length bounds the space of its content. An estimate that is too low shows during staging,
 * while the current state is untouched.
 */
final class SpaceEstimate {

    /** Maximum bytes of content per stored byte, unless they are zeros: configuration compresses about ten times. */
    private static final long MAX_RATIO = 128;

    private final Map<String, Map<Integer, Long>> content = new HashMap<>();
    private final Index index;
    private final EntryFilter filter;

    private SpaceEstimate(Index index, EntryFilter filter) {
        this.index = index;
        this.filter = filter;
    }

    /** Reads the whole index. */
    static SpaceEstimate of(Index index, EntryFilter filter) throws IOException {
        SpaceEstimate estimate = new SpaceEstimate(index, filter);
        index.forEach(estimate::add);
        return estimate;
    }

    private void add(IndexedEntry indexed) {
        if (filter.restoredAs(indexed.entry()).isPresent()) {
            Map<Integer, Long> packs = content.computeIfAbsent(indexed.entry().section(), section -> new HashMap<>());
            for (Part part : indexed.parts()) {
                packs.merge(part.pack(), part.length(), Long::sum);
            }
        }
    }

    /** Returns the bytes of a section's restored files, without those that it keeps. */
    long bytes(String section) {
        return content.getOrDefault(section, Map.of()).entrySet().stream()
                .mapToLong(pack -> Math.min(
                        pack.getValue(),
                        MAX_RATIO * index.packs().get(pack.getKey()).length()))
                .sum();
    }
}
