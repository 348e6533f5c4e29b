package org.flowgateway.backup.core.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.api.PlannedChange;
import org.flowgateway.backup.api.PlannedChange.Difference;
import org.flowgateway.backup.api.PlannedChange.Kind;
import org.flowgateway.backup.api.PlannedChange.Type;
import org.flowgateway.backup.api.SectionPlan;
import org.flowgateway.backup.api.SectionPlan.Total;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.WalkOrder;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.prepare.CurrentStateWalk;
import org.flowgateway.backup.core.prepare.EntryFilter;
import org.flowgateway.backup.core.prepare.OmittedFiles;
import org.flowgateway.backup.core.prepare.SelectedSection;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.tree.FileState;

/** Compares one section's current tree with its entries in the backup, both in the order of a walk. One thread. */
final class SectionComparison {

    private final JobRun run;
    private final SelectedSection section;
    private final EntryFilter filter;
    private final OmittedFiles omitted;
    private final Map<String, Integer> links;
    private final CurrentStateWalk walk;
    private final MetadataComparison metadata;
    private final ContentCheck content = new ContentCheck();
    private final Map<String, IndexedEntry> firstEntries;
    private final Map<String, FileState.Identity> files = new HashMap<>();
    private final Map<Kind, Total> totals = new EnumMap<>(Kind.class);
    private final List<PlannedChange> changes = new ArrayList<>();
    private Optional<SectionFile> current;

    /**
     * @param links paths of the backup's files that have further names, with the number of these
     * @param firstEntries entries of such files that were seen before; more are added
     */
    SectionComparison(
            JobRun run,
            SelectedSection section,
            EntryFilter filter,
            OmittedFiles omitted,
            Map<String, Integer> links,
            Map<String, IndexedEntry> firstEntries,
            CurrentStateWalk walk,
            MetadataComparison metadata)
            throws JobFailedException, JobCancelledException {
        this.run = run;
        this.section = section;
        this.filter = filter;
        this.omitted = omitted;
        this.links = links;
        this.firstEntries = firstEntries;
        this.walk = walk;
        this.metadata = metadata;
        for (Kind kind : Kind.values()) {
            totals.put(kind, Total.NONE);
        }
        walk.begin(section);
        advance();
    }

    /** Compares the next entry of the backup. */
    void accept(IndexedEntry indexed) throws IOException, JobFailedException, JobCancelledException {
        Entry entry = indexed.entry();
        if (links.containsKey(entry.path())) {
            firstEntries.put(entry.memberName(), indexed);
        }
        if (!filter.restores(section.id(), entry.path())) {
            return;
        }
        removeBefore(entry.path());
        if (current.isPresent() && current.get().path().equals(entry.path())) {
            compare(current.get(), entry, withContent(indexed));
            advance();
        } else {
            add(new PlannedChange(
                    entry.memberName(),
                    Kind.ADDED,
                    type(entry),
                    0,
                    withContent(indexed).entry().size(),
                    Set.of()));
        }
    }

    /** Ends the comparison, after the last entry of the backup. */
    SectionPlan finish() throws JobFailedException, JobCancelledException {
        while (current.isPresent()) {
            remove();
        }
        return new SectionPlan(
                section.id(),
                section.summary().title(),
                totals.get(Kind.ADDED),
                totals.get(Kind.CHANGED),
                totals.get(Kind.REMOVED),
                changes);
    }

    private void removeBefore(String path) throws JobFailedException, JobCancelledException {
        while (current.isPresent() && WalkOrder.compare(current.get().path(), path) < 0) {
            remove();
        }
    }

    private void remove() throws JobFailedException, JobCancelledException {
        SectionFile found = current.get();
        add(new PlannedChange(found.displayName(), Kind.REMOVED, type(found), found.bytes(), 0, Set.of()));
        advance();
    }

    /** Moves on to the next file that is not kept. */
    private void advance() throws JobFailedException, JobCancelledException {
        do {
            current = walk.next();
        } while (current.isPresent()
                && (filter.keeps(section.id(), current.get().path())
                        || omitted.covers(section.id(), current.get().path())));
    }

    /** Returns the entry with the content: for a further name of a file, that of the first name. */
    private IndexedEntry withContent(IndexedEntry indexed) {
        if (indexed.entry().type() != Entry.Type.HARDLINK) {
            return indexed;
        }
        // An opened index has the first name before the further ones.
        return Objects.requireNonNull(
                firstEntries.get(section.id() + "/" + indexed.entry().linkTarget()));
    }

    private void compare(SectionFile found, Entry entry, IndexedEntry contentOf) throws JobFailedException {
        Type restoredType = type(entry);
        Set<Difference> differences = EnumSet.noneOf(Difference.class);
        if (type(found) != restoredType) {
            differences.add(Difference.TYPE);
        } else {
            try {
                metadata.compare(
                        found,
                        entry,
                        contentOf.entry().extended(),
                        section.section().allowsSetId(),
                        differences);
                if (restoredType == Type.SYMLINK && !found.readLink().equals(entry.linkTarget())) {
                    differences.add(Difference.LINK);
                }
                if (restoredType == Type.FILE) {
                    compareNames(found, entry, differences);
                    if (!content.isSame(found, contentOf)) {
                        differences.add(Difference.CONTENT);
                    }
                }
            } catch (IOException e) {
                throw CurrentStateWalk.unreadable(found.displayName(), FileFailures.explain(e), e);
            }
        }
        run.addProgress(1, found.bytes(), 0);
        if (!differences.isEmpty()) {
            add(new PlannedChange(
                    entry.memberName(),
                    Kind.CHANGED,
                    restoredType,
                    found.bytes(),
                    contentOf.entry().size(),
                    differences));
        }
    }

    /** Compares the hard links. In a section that is restored in part, a file may have names that are kept, so they are not compared. */
    private void compareNames(SectionFile found, Entry entry, Set<Difference> differences) {
        if (filter.isPartial(section.id())) {
            return;
        }
        String first = entry.type() == Entry.Type.HARDLINK ? entry.linkTarget() : entry.path();
        int further = links.getOrDefault(first, 0);
        FileState.Identity seen =
                further == 0 ? null : files.putIfAbsent(first, found.state().identity());
        if (found.state().links() != further + 1
                || seen != null && !seen.equals(found.state().identity())) {
            differences.add(Difference.LINK);
        }
    }

    private void add(PlannedChange change) {
        long bytes = change.kind() == Kind.REMOVED ? change.bytesNow() : change.bytesThen();
        totals.put(change.kind(), totals.get(change.kind()).plus(bytes));
        if (changes.size() < SectionPlan.MOST_ENTRIES) {
            changes.add(change);
        }
    }

    private static Type type(Entry entry) {
        return switch (entry.type()) {
            case FILE, HARDLINK -> Type.FILE;
            case DIRECTORY -> Type.DIRECTORY;
            case SYMLINK -> Type.SYMLINK;
        };
    }

    private static Type type(SectionFile found) {
        FileState state = found.state();
        return state.isRegular()
                ? Type.FILE
                : state.isDirectory() ? Type.DIRECTORY : state.isSymlink() ? Type.SYMLINK : Type.OTHER;
    }
}
