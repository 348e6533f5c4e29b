package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Index;

/** Keeps symbolic links that lead out of their section from being restored to sections that do not allow them. */
final class SymlinkPolicy {

    private SymlinkPolicy() {}

    /**
     * Goes through an index, if any of the sections has such a rule.
     *
     * @param filter what of it is restored
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
     * Whether a link may lead out of the tree it is in. What it passes may itself be a link, to a place higher up in the tree: to go up from
     * there could lead out though the text does not look like it. So only steps up from where the link itself is are taken to stay inside.
     *
     * @param path the link's, below the root
     * @param target its text
     */
    static boolean leadsOut(String path, String target) {
        if (target.startsWith("/")) {
            return true;
        }
        int depth = path.split("/").length - 1;
        boolean down = false;
        for (String segment : target.split("/")) {
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
