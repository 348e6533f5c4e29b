package org.flowgateway.backup.core.prepare;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Files of the current state that a backup omits and a restore keeps: they move from the current tree into the restored one.
 * Immutable.
 */
public final class OmittedFiles {

    /** No such files. */
    public static final OmittedFiles NONE = new OmittedFiles(Map.of(), false);

    private final Map<String, NavigableMap<String, OmittedFile>> sections = new TreeMap<>();
    private final boolean mayDrop;

    /** @param mayDrop whether a file that cannot be moved may be removed with the current state */
    OmittedFiles(Map<String, ? extends Collection<OmittedFile>> omitted, boolean mayDrop) {
        omitted.forEach((section, files) -> files.forEach(
                file -> sections.computeIfAbsent(section, id -> new TreeMap<>()).put(file.path(), file)));
        this.mayDrop = mayDrop;
    }

    /**
     * A file, or a directory with all below it.
     *
     * @param path below the section's root, with {@code /}, as {@link org.flowgateway.backup.tree.FileNames} reads names
     * @param inode its number
     */
    public record OmittedFile(String path, long inode) {

        /** Returns the path of its directory; "" for the root. */
        public String parent() {
            return path.substring(0, Math.max(0, path.lastIndexOf('/')));
        }
    }

    /** Returns the omitted files of one section, in the order of their paths. */
    public List<OmittedFile> of(String section) {
        return List.copyOf(sections.getOrDefault(section, new TreeMap<>()).values());
    }

    public boolean mayDrop() {
        return mayDrop;
    }

    /** Tells whether a path is omitted, by itself or with a directory above it. */
    public boolean covers(String section, String path) {
        NavigableMap<String, OmittedFile> omitted = sections.get(section);
        if (omitted == null) {
            return false;
        }
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (omitted.containsKey(path.substring(0, end))) {
                return true;
            }
        }
        return false;
    }
}
