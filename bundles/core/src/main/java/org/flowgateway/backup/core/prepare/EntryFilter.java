package org.flowgateway.backup.core.prepare;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.archive.Entry;

/** Filter of the selected sections' entries, which also maps each to the entry that is restored. Immutable. */
public final class EntryFilter {

    private final Set<String> whole;
    private final Map<String, PartOfSection> parts;

    EntryFilter(Set<String> whole, Map<String, PartOfSection> parts) {
        this.whole = Set.copyOf(whole);
        this.parts = Map.copyOf(parts);
    }

    /** Tells whether only a part of a section is restored, and the rest keeps its current state. */
    public boolean isPartial(String section) {
        return parts.containsKey(section);
    }

    /** Tells whether the gateway's file at a path is kept. */
    public boolean keeps(String section, String path) {
        PartOfSection part = parts.get(section);
        return part != null && !part.covers(path);
    }

    /** Tells whether the backup's entry at a path is restored. */
    public boolean restores(String section, String path) {
        PartOfSection part = parts.get(section);
        return part == null
                ? whole.contains(section)
                : part.covers(path) || part.parents().contains(path);
    }

    /**
     * Maps an entry to the one that is restored.
     *
     * @return mostly the entry itself; empty if it is not restored. A file is restored under its first selected name
     */
    public Optional<Entry> restoredAs(Entry entry) {
        PartOfSection part = parts.get(entry.section());
        boolean restored = restores(entry.section(), entry.path());
        if (part == null) {
            return restored ? Optional.of(entry) : Optional.empty();
        }
        if (entry.type() == Entry.Type.HARDLINK && restored) {
            String first = part.firstNames().get(entry.linkTarget());
            if (first == null) {
                return Optional.of(entry);
            }
            return first.equals(entry.path()) ? Optional.empty() : Optional.of(withNames(entry, entry.path(), first));
        }
        if (restored) {
            return Optional.of(entry);
        }
        return Optional.ofNullable(part.firstNames().get(entry.path()))
                .map(name -> withNames(entry, name, entry.linkTarget()));
    }

    private static Entry withNames(Entry entry, String path, String linkTarget) {
        return new Entry(
                entry.section(),
                path,
                entry.type(),
                entry.mode(),
                entry.uid(),
                entry.gid(),
                entry.user(),
                entry.group(),
                entry.size(),
                entry.modified(),
                linkTarget,
                entry.extended());
    }

    /**
     * Selected part of a section.
     *
     * @param paths files and directories with all below them
     * @param parents directories above them that the gateway does not have
     * @param firstNames paths of files that are restored only under another of their names, each with the first such name
     */
    record PartOfSection(Set<String> paths, Set<String> parents, Map<String, String> firstNames) {

        PartOfSection {
            paths = Set.copyOf(paths);
            parents = Set.copyOf(parents);
            firstNames = Map.copyOf(firstNames);
        }

        boolean covers(String path) {
            return covers(paths, path);
        }

        /** Tells whether a path is one of some paths, or below one of them. */
        static boolean covers(Set<String> paths, String path) {
            for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
                if (paths.contains(path.substring(0, end))) {
                    return true;
                }
            }
            return false;
        }
    }
}
