package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.index.EntryConsumer;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.core.job.CountedNoun;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.prepare.OmittedFiles.OmittedFile;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileNames;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.SymbolicLinkException;

/**
 * Finds the files that a backup omits, reports them, and decides which are kept: those that still exist and whose directory is in the
 * restored state.
 */
final class OmissionCheck {

    private static final int MAX_NAMED = 20;
    /** The restore journal holds all of them, and is written a few times. */
    private static final int MAX_KEPT = 10_000;

    private final CheckList checks;
    private final FileTrees trees;
    private final boolean drop;
    private final Map<String, List<OmittedFile>> kept = new TreeMap<>();
    private final List<String> omitted = new ArrayList<>();
    private long omittedCount;

    /** @param drop whether a file that cannot be kept may be removed with the current state */
    OmissionCheck(CheckList checks, FileTrees trees, boolean drop) {
        this.checks = checks;
        this.trees = trees;
        this.drop = drop;
    }

    /**
     * Finds the files to keep.
     *
     * @param live sockets and pipes of the current state by section: a backup never holds these
     * @throws JobFailedException if a file cannot be kept, and may not be removed
     */
    OmittedFiles find(
            Index index, List<SelectedSection> selected, EntryFilter filter, Map<String, List<OmittedFile>> live)
            throws IOException, JobFailedException {
        Map<String, Set<String>> paths = new TreeMap<>();
        if (selected.stream()
                .anyMatch(selectedSection -> selectedSection.summary().omittedCount() > 0)) {
            index.forEach(new EntryConsumer() {
                @Override
                public void accept(IndexedEntry entry) {
                    // Only omissions are of interest.
                }

                @Override
                public void omitted(Omission omission) {
                    collect(omission, filter, paths);
                }
            });
        }
        for (SelectedSection selectedSection : selected) {
            findCurrent(selectedSection, paths.getOrDefault(selectedSection.id(), Set.of()));
        }
        reportOmitted();
        OmittedFiles named = new OmittedFiles(kept, drop);
        live.forEach((section, files) -> files.stream()
                .filter(file -> filter.restores(section, file.path()) && !named.covers(section, file.path()))
                .forEach(file ->
                        kept.computeIfAbsent(section, id -> new ArrayList<>()).add(file)));
        Set<String> found = kept.isEmpty() ? Set.of() : parents(index, filter);
        for (Map.Entry<String, List<OmittedFile>> section : kept.entrySet()) {
            dropWithoutParent(
                    section.getKey(), section.getValue(), found, paths.getOrDefault(section.getKey(), Set.of()));
        }
        return new OmittedFiles(kept, drop);
    }

    private void collect(Omission omission, EntryFilter filter, Map<String, Set<String>> paths) {
        String path = FileNames.of(omission.pathBytes());
        if (!filter.restores(omission.section(), path)) {
            return;
        }
        omittedCount++;
        if (omitted.size() < MAX_NAMED) {
            String reason = omission.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            omitted.add(displayName(omission.section(), path) + " ("
                    + (omission.detail().isEmpty() ? reason : omission.detail()) + ")");
        }
        if (omission.reason() != Omission.Reason.ATTRIBUTES && !path.isEmpty()) {
            paths.computeIfAbsent(omission.section(), section -> new HashSet<>())
                    .add(path);
        }
    }

    private void findCurrent(SelectedSection selectedSection, Set<String> paths) throws IOException {
        if (paths.isEmpty()) {
            return;
        }
        try (DirectoryHandle slash = trees.open(selectedSection.root().getRoot())) {
            for (String path : paths) {
                Optional<FileState> found =
                        find(slash, selectedSection.root().toString().substring(1) + "/" + path);
                found.ifPresent(state -> kept.computeIfAbsent(selectedSection.id(), section -> new ArrayList<>())
                        .add(new OmittedFile(path, state.inode())));
            }
        }
    }

    private static Optional<FileState> find(DirectoryHandle slash, String path) throws IOException {
        try {
            return slash.find(path);
        } catch (NotDirectoryException | SymbolicLinkException e) {
            return Optional.empty(); // Its directory no longer exists.
        }
    }

    private void reportOmitted() {
        if (omittedCount > 0) {
            checks.warning(
                    CheckId.OMISSIONS, CheckMessage.FILES_OMITTED.with(omittedCount, list(omitted, omittedCount)));
        } else {
            checks.ok(CheckId.OMISSIONS, CheckMessage.NOTHING_OMITTED.with());
        }
    }

    /** Collects the directories of the restored state that hold kept files, as {@code section/path}. */
    private Set<String> parents(Index index, EntryFilter filter) throws IOException {
        Set<String> keptParents = new HashSet<>();
        kept.forEach((section, files) -> files.forEach(file -> keptParents.add(section + "/" + file.parent())));
        Set<String> found = new HashSet<>();
        index.forEach(indexed -> {
            Entry entry = indexed.entry();
            String name = entry.section() + "/" + entry.path();
            if (entry.type() == Entry.Type.DIRECTORY
                    && keptParents.contains(name)
                    && filter.restores(entry.section(), entry.path())) {
                found.add(name);
            }
        });
        keptParents.stream()
                .filter(name ->
                        filter.keeps(name.substring(0, name.indexOf('/')), name.substring(name.indexOf('/') + 1)))
                .forEach(found::add);
        return found;
    }

    private void dropWithoutParent(
            String section, List<OmittedFile> files, Set<String> parents, Set<String> omittedPaths)
            throws JobFailedException {
        List<String> lost = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        files.removeIf(file -> {
            if (parents.contains(section + "/" + file.parent())) {
                return false;
            }
            (omittedPaths.contains(file.path()) ? lost : removed).add(displayName(section, file.path()));
            return true;
        });
        if (!removed.isEmpty()) {
            checks.warning(CheckId.OMISSIONS, CheckMessage.SOCKETS_REMOVED.with(list(removed, removed.size())));
        }
        if (files.size() > MAX_KEPT) {
            lost.addAll(files.subList(MAX_KEPT, files.size()).stream()
                    .map(file -> displayName(section, file.path()))
                    .toList());
            files.subList(MAX_KEPT, files.size()).clear();
        }
        if (!lost.isEmpty()) {
            String names = list(lost, lost.size());
            if (drop) {
                checks.warning(CheckId.OMISSIONS, CheckMessage.OMITTED_FILES_REMOVED.with(MAX_KEPT, names));
            } else {
                checks.fail(CheckId.OMISSIONS, CheckMessage.OMITTED_FILES_NOT_KEPT.with(MAX_KEPT, names));
            }
        }
    }

    private static String displayName(String section, String path) {
        return path.isEmpty() ? section : section + "/" + FileNames.display(path);
    }

    private static String list(List<String> names, long count) {
        List<String> named = names.subList(0, Math.min(MAX_NAMED, names.size()));
        return String.join(", ", named) + CountedNoun.beyond(named.size(), count);
    }
}
