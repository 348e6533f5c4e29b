package org.flowgateway.backup.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Names of one directory that a walk has listed. A file may be renamed during the walk. If one is missing, the directory is listed again, and
 * this class returns the new names. Thread-safe.
 */
public final class ListedNames {

    /** Maximum number of listings of a directory whose names change all the time. */
    private static final int MAX_LISTINGS = 64;

    private final String directory;
    private final ListedNames parent;
    private final String[] first;
    private Set<String> later;
    private int listings;

    /**
     * Creates the names of a directory.
     *
     * @param directory path of the directory below the tree's root; "" for the root
     * @param parent names of the parent directory; {@code null} for the root
     */
    ListedNames(String directory, ListedNames parent, String[] sorted) {
        this.directory = directory;
        this.parent = parent;
        this.first = sorted;
    }

    /** The directory's path below the tree's root, with {@code /}; "" for the root. */
    public String directory() {
        return directory;
    }

    /** Names of the parent directory, where this directory is looked for once it is missing. Empty for the root. */
    public Optional<ListedNames> parent() {
        return Optional.ofNullable(parent);
    }

    /** Returns whether the directory may be listed once more. */
    public synchronized boolean mayListAgain() {
        return listings++ < MAX_LISTINGS;
    }

    /** Adds the names of a later listing, and returns the new ones in the order of a walk. */
    public synchronized List<String> addAll(Collection<String> names) {
        List<String> added = new ArrayList<>();
        for (String name : names) {
            if (Arrays.binarySearch(first, name, NameOrder::compare) < 0) {
                if (later == null) {
                    later = new HashSet<>();
                }
                if (later.add(name)) {
                    added.add(name);
                }
            }
        }
        added.sort(NameOrder::compare);
        return added;
    }
}
