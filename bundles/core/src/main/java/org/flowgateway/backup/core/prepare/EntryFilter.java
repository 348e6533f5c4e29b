package org.flowgateway.backup.core.prepare;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.archive.Entry;

/** Which entries of the chosen sections are restored, and as what. Immutable. */
public final class EntryFilter {

    private final Set<String> whole;
    private final Map<String, PartOfSection> parts;

    EntryFilter(Set<String> whole, Map<String, PartOfSection> parts) {
        this.whole = Set.copyOf(whole);
        this.parts = Map.copyOf(parts);
    }

    /** Whether of this section only a part is restored, and the rest kept as it is on the gateway. */
    public boolean isPartial(String section) {
        return parts.containsKey(section);
    }

    /** Whether what the gateway has at this path is kept. */
    public boolean keeps(String section, String path) {
        PartOfSection part = parts.get(section);
        return part != null && !part.covers(path);
    }

    /** Whether what the backup has at this path is restored. */
    public boolean restores(String section, String path) {
        PartOfSection part = parts.get(section);
        return part == null
                ? whole.contains(section)
                : part.covers(path) || part.parents().contains(path);
    }

    /**
     * What an entry is restored as.
     *
     * @return mostly itself; empty if it is not restored. A file whose first name is not wanted, but another is, is restored under that one
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
     * What is restored of a section.
     *
     * @param paths files and directories with all below them
     * @param parents directories above them that the gateway does not have
     * @param firstNames paths of files that are not restored themselves, but under another of their names: each with the first such name
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

        /** Whether a path is among some, or lies below one of them. */
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
