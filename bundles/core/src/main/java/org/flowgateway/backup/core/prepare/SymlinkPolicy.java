package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.index.Index;

/** Rejects symbolic links that lead out of their section, for sections that do not allow them. */
final class SymlinkPolicy {

    private SymlinkPolicy() {}

    /**
     * Finds the first link of an index that is not allowed. The index is not read if no section restricts its links.
     *
     * @param filter selects the entries to restore
     */
    static Optional<Entry> findRejected(Index index, List<SelectedSection> sections, EntryFilter filter)
            throws IOException {
        Set<String> strict = sections.stream()
                .filter(selected -> !selected.section().allowsLinksOut())
                .map(SelectedSection::id)
                .collect(Collectors.toSet());
        if (strict.isEmpty()) {
            return Optional.empty();
        }
        List<Entry> rejected = new ArrayList<>(1);
        index.forEach(indexed -> {
            Entry entry = indexed.entry();
            if (rejected.isEmpty()
                    && entry.type() == Entry.Type.SYMLINK
                    && strict.contains(entry.section())
                    && filter.restores(entry.section(), entry.path())
                    && leadsOut(entry.path(), entry.linkTarget())) {
                rejected.add(entry);
            }
        });
        return rejected.stream().findFirst();
    }

    /**
     * Tells whether a link may lead out of its tree. A segment of its target may itself be a link to a directory higher up, and a step up
     * from there could lead out. So steps up count as inside only from the link's own directory.
     *
     * @param path the link's, below the root
     * @param target its text
     */
    static boolean leadsOut(String path, String target) {
        if (target.startsWith("/")) {
            return true;
        }
        int depth = path.split("/", 0).length - 1;
        boolean down = false;
        for (String segment : target.split("/", 0)) {
            if (segment.equals("..")) {
                depth--;
                if (down || depth < 0) {
                    return true;
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                down = true;
            }
        }
        return false;
    }
}
