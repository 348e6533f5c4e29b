package org.flowgateway.backup.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names of one directory that a walk has listed. A file may get another name while the directory is read: once one is found missing, the
 * directory is listed again, and this tells which names are new. Thread-safe.
 */
public final class ListedNames {

    /** A directory in which names come and go all the time is listed again so often, and no more. */
    private static final int MAX_LISTINGS = 64;

    private final String directory;
    private final ListedNames parent;
    private final String[] first;
    private Set<String> later;
    private int listings;

    /**
     * @param directory its path below the tree's root; "" for the root
     * @param parent those of the directory that it lies in; {@code null} for the root
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

    /** The names of the directory above: the place to look for this one once it is gone. Empty for the root. */
    public Optional<ListedNames> parent() {
        return Optional.ofNullable(parent);
    }

    /** Tells whether another listing may be worth its time. */
    public synchronized boolean mayListAgain() {
        return listings++ < MAX_LISTINGS;
    }

    /** Takes the names of a later listing, and returns those that were in none before, in the order of a walk. */
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
