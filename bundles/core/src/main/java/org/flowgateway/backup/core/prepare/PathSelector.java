package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.prepare.EntryFilter.PartOfSection;
import org.flowgateway.backup.core.prepare.RestoreRoots.Size;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;

/** Resolves selected paths in the backup, and checks them against the gateway's tree. */
final class PathSelector {

    private final List<SelectedSection> selected;
    private final CheckList checks;
    private final FileTrees trees;
    private final Map<String, SectionPaths> found = new LinkedHashMap<>();

    /** @param trees opens the gateway's trees */
    PathSelector(RestoreSelection selection, List<SelectedSection> selected, CheckList checks, FileTrees trees) {
        this.trees = trees;
        this.selected = selected;
        this.checks = checks;
        for (String path : selection.paths()) {
            int slash = path.indexOf('/');
            String section = path.substring(0, slash);
            if (selected.stream()
                    .anyMatch(selectedSection -> selectedSection.id().equals(section))) {
                found.computeIfAbsent(section, SectionPaths::new).paths.add(path.substring(slash + 1));
            }
        }
    }

    /**
     * Resolves the paths. The index is read once or twice, and not at all if whole sections are restored.
     *
     * @throws JobFailedException if a path is not in the backup, or cannot be restored alone
     */
    EntryFilter resolve(Index index) throws IOException, JobFailedException {
        if (!found.isEmpty()) {
            index.forEach(this::count);
            if (found.values().stream().anyMatch(section -> !section.firstNames.isEmpty())) {
                index.forEach(this::addLinked);
            }
            for (SectionPaths section : found.values()) {
                check(section);
            }
            if (checks.isClear(CheckId.PATHS)) {
                checks.ok(CheckId.PATHS, CheckMessage.PATHS_HELD.with());
            }
        }
        Set<String> whole = selected.stream()
                .map(SelectedSection::id)
                .filter(id -> !found.containsKey(id))
                .collect(Collectors.toSet());
        return new EntryFilter(
                whole,
                found.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                candidate -> candidate.getValue().part())));
    }

    /** Returns the size of a section's restored entries; of a whole section as the backup states it. */
    Size restoredSize(SelectedSection selectedSection) {
        SectionPaths part = found.get(selectedSection.id());
        return part == null
                ? new Size(
                        selectedSection.summary().entries(),
                        selectedSection.summary().bytes())
                : new Size(part.entries, part.bytes);
    }

    private void count(IndexedEntry indexed) {
        Entry entry = indexed.entry();
        SectionPaths section = found.get(entry.section());
        if (section == null) {
            return;
        }
        if (section.paths.contains(entry.path())) {
            section.held.add(entry.path());
        }
        if (section.covers(entry.path())) {
            section.entries++;
            section.bytes += entry.size();
            if (entry.type() == Entry.Type.HARDLINK && !section.covers(entry.linkTarget())) {
                section.firstNames.putIfAbsent(entry.linkTarget(), entry.path());
            }
        }
    }

    private void addLinked(IndexedEntry indexed) {
        SectionPaths section = found.get(indexed.entry().section());
        if (section != null && section.firstNames.containsKey(indexed.entry().path())) {
            section.bytes += indexed.entry().size();
        }
    }

    private void check(SectionPaths section) throws IOException, JobFailedException {
        SelectedSection selectedSection = selected.stream()
                .filter(candidate -> candidate.id().equals(section.id))
                .findFirst()
                .orElseThrow();
        Optional<SectionTree> current = selectedSection.open(trees);
        try {
            for (String path : section.paths) {
                if (!section.held.contains(path)) {
                    checks.fail(CheckId.PATHS, CheckMessage.PATH_MISSING.with(section.id + "/" + path));
                } else if (current.isEmpty() && Files.exists(selectedSection.root(), LinkOption.NOFOLLOW_LINKS)) {
                    checks.fail(
                            CheckId.PATHS,
                            CheckMessage.ROOT_NOT_DIRECTORY.with(section.id + "/" + path, selectedSection.root()));
                } else {
                    checkParents(section, current, path);
                }
            }
        } finally {
            current.ifPresent(SectionTree::close);
        }
    }

    /** Checks the directories above a path, from the root on. A path below a file cannot be restored alone. */
    private void checkParents(SectionPaths section, Optional<SectionTree> current, String path)
            throws IOException, JobFailedException {
        int end = 0;
        String above = "";
        while (end >= 0) {
            Optional<FileState> state = current.isEmpty() || section.parents.contains(above)
                    ? Optional.empty()
                    : current.get().directory().find(above);
            if (state.isEmpty()) {
                section.parents.add(above);
            } else if (!state.get().isDirectory()) {
                checks.fail(
                        CheckId.PATHS,
                        CheckMessage.PARENT_NOT_DIRECTORY.with(
                                section.id + "/" + path,
                                current.get().root().resolve(above),
                                section.id + "/" + above));
                return;
            }
            end = path.indexOf('/', above.isEmpty() ? 0 : end + 1);
            above = end < 0 ? above : path.substring(0, end);
        }
    }

    /** Selected paths of one section, with the results of the scan. */
    private static final class SectionPaths {

        private final String id;
        private final Set<String> paths = new TreeSet<>();
        private final Set<String> held = new HashSet<>();
        private final Set<String> parents = new HashSet<>();
        private final Map<String, String> firstNames = new HashMap<>();
        private long entries;
        private long bytes;

        SectionPaths(String id) {
            this.id = id;
        }

        boolean covers(String path) {
            return PartOfSection.covers(paths, path);
        }

        PartOfSection part() {
            return new PartOfSection(paths, parents, firstNames);
        }
    }
}
