package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.index.Index;

/** Rejects symbolic links that lead out of their section, for sections that do not allow them. */
final class SymlinkPolicy {

    private SymlinkPolicy() {}

    /**
     * Checks all links of an index, if any section restricts them.
     *
     * @param filter selects the entries to restore
     * @throws ArchiveException at the first link that is not allowed
     */
    static void check(Index index, List<SelectedSection> sections, EntryFilter filter) throws IOException {
        Set<String> strict = sections.stream()
                .filter(selected -> !selected.section().allowsLinksOut())
                .map(SelectedSection::id)
                .collect(Collectors.toSet());
        if (strict.isEmpty()) {
            return;
        }
        index.forEach(indexed -> {
            Entry entry = indexed.entry();
            if (entry.type() == Entry.Type.SYMLINK
                    && strict.contains(entry.section())
                    && filter.restores(entry.section(), entry.path())
                    && leadsOut(entry.path(), entry.linkTarget())) {
                throw new ArchiveException(
                        ArchiveException.Reason.DAMAGED,
                        entry.memberName() + " is a symbolic link that leads out of its section, to "
                                + entry.linkTarget() + ", and section " + entry.section() + " may have none such");
            }
        });
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
